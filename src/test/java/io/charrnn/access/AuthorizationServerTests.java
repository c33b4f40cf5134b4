package io.charrnn.access;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** Access tokens of a real authorization server. */
class AuthorizationServerTests {

	private static final AuthorizationServer SERVER = AuthorizationServer.start();

	@AfterAll
	static void stop() {
		SERVER.close();
	}

	@Nested
	@ServiceTest
	@TestPropertySource(properties = "charrnn.access.keys=required")
	class ByItsKeys extends Requests {

		@DynamicPropertySource
		static void issuer(DynamicPropertyRegistry properties) {
			properties.add("charrnn.access.oauth2.issuer", SERVER::uri);
		}

		@Test
		void takesItsAccessTokens() throws Exception {
			String token = SERVER.token();
			assertThat(status("GET", token)).isEqualTo(200);
			assertThat(status("DELETE", token)).isEqualTo(403);
			assertThat(status("GET", token.substring(0, token.length() - 8) + "AAAAAAAA")).isEqualTo(401);
		}

	}

	@Nested
	@ServiceTest
	@TestPropertySource(properties = { "charrnn.access.keys=required", "charrnn.access.admin-key=" + ByAskingIt.ADMIN,
			"charrnn.access.oauth2.client-id=" + AuthorizationServer.CLIENT,
			"charrnn.access.oauth2.client-secret=" + AuthorizationServer.SECRET })
	class ByAskingIt extends Requests {

		static final String ADMIN = "an admin key from the settings";

		@DynamicPropertySource
		static void server(DynamicPropertyRegistry properties) {
			properties.add("charrnn.access.oauth2.introspection-uri", () -> SERVER.uri() + "/oauth2/introspect");
		}

		@Test
		void takesTokensThatItCallsActive() throws Exception {
			String token = SERVER.token();
			assertThat(status("GET", token)).isEqualTo(200);
			assertThat(status("DELETE", token)).isEqualTo(403);
			assertThat(status("GET", "unknown")).isEqualTo(401);
			assertThat(status("GET", "crs_unknown")).isEqualTo(401);
			assertThat(status("GET", ADMIN)).isEqualTo(200);
		}

	}

	/** What both do. */
	abstract static class Requests {

		private final HttpClient http = HttpClient.newHttpClient();

		@LocalServerPort
		private int port;

		int status(String method, String token) throws Exception {
			String path = method.equals("GET") ? "/api/v1/corpora" : "/api/v1/corpora/none";
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
				.header("Authorization", "Bearer " + token)
				.method(method, BodyPublishers.noBody())
				.build();
			return this.http.send(request, BodyHandlers.discarding()).statusCode();
		}

	}

}
