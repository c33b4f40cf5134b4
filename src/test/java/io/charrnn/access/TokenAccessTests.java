package io.charrnn.access;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
@TestPropertySource(properties = "charrnn.access.keys=required")
class TokenAccessTests {

	private static final Issuer ISSUER = Issuer.start();

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient jdbc;

	@DynamicPropertySource
	static void issuer(DynamicPropertyRegistry properties) {
		properties.add("charrnn.access.oauth2.issuer", ISSUER::uri);
	}

	@AfterAll
	static void stop() {
		ISSUER.close();
	}

	@Test
	void letsTokensInAsFarAsTheirScopesReach() throws Exception {
		String token = ISSUER.token((claims) -> {
		});
		assertThat(send("GET", token).statusCode()).isEqualTo(200);
		HttpResponse<String> refused = send("POST", token);
		assertThat(refused.statusCode()).isEqualTo(403);
		assertThat(refused.headers().firstValue("WWW-Authenticate")).isEmpty();
	}

	@Test
	void tellsThatATokenIsInvalid() throws Exception {
		HttpResponse<String> refused = send("GET", ISSUER.token((claims) -> claims.audience("another")));
		assertThat(refused.statusCode()).isEqualTo(401);
		assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer error=\"invalid_token\"");
		assertThat(refused.body()).contains("invalid-access-token");
		assertThat(send("GET", "crs_unknown").body()).contains("invalid-api-key");
	}

	@Test
	void makesNoFirstKey() {
		assertThat(this.jdbc.sql("SELECT count(*) FROM api_key").query(Long.class).single()).isZero();
	}

	private HttpResponse<String> send(String method, String token) throws Exception {
		return this.http
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/api/v1/training-jobs"))
				.header("Authorization", "Bearer " + token)
				.method(method, BodyPublishers.noBody())
				.build(), BodyHandlers.ofString());
	}

}
