package io.charrnn.access;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;

import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** Keys that must expire, get other secrets, and cannot be guessed at. */
@ServiceTest
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(properties = { "charrnn.access.keys=required", "charrnn.access.admin-key=" + KeysTests.CONFIGURED,
		"charrnn.access.max-key-lifetime=30d", "charrnn.access.failures-per-minute=5",
		"charrnn.access.audit-reads=true" })
class KeysTests {

	static final String CONFIGURED = "an admin key from the settings";

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private JsonMapper json;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private ApiKeys keys;

	@Autowired
	private KnownKeys known;

	@Autowired
	private LastUses uses;

	@SuppressWarnings("NullAway.Init")
	private ApiKeys.NewKey admin;

	@BeforeEach
	void makeKey() {
		this.admin = this.keys.create(new KeyRequest("admin", null, EnumSet.of(Scope.ADMIN), null, null, null,
				Instant.now().plus(Duration.ofDays(1))));
		this.known.forget();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{"name": "a", "scopes": ["read"]}                                          | 400 | expiresAt must be given
					{"name": "a", "scopes": ["read"], "expiresAt": "9999-12-31T23:59:59Z"}     | 422 | charrnn.access.max-key-lifetime""")
	void refusesKeysThatDoNotExpireInTime(String body, int status, String detail) throws Exception {
		assertThat(read(post("/api/v1/keys", body), status).get("detail").asString()).contains(detail);
	}

	@Test
	void takesBothSecretsUntilTheOverlapEnds() throws Exception {
		String old = this.admin.secret().value();
		JsonNode rotated = read(post(rotations(), "{\"overlap\": \"PT1H\"}"), 201);
		String fresh = rotated.get("key").asString();
		assertThat(fresh).isNotEqualTo(old);
		assertThat(rotated.get("id").asString()).isEqualTo(this.admin.key().id().value());
		assertThat(status(old)).isEqualTo(200);
		assertThat(status(fresh)).isEqualTo(200);
		this.jdbc.sql("UPDATE api_key SET old_secret_until = 1").update();
		this.known.forget();
		assertThat(status(old)).isEqualTo(401);
		assertThat(status(fresh)).isEqualTo(200);
	}

	@Test
	void endsTheOldSecretAtOnceIfAsked() throws Exception {
		String fresh = read(post(rotations(), "{\"overlap\": \"PT0S\"}"), 201).get("key").asString();
		assertThat(status(this.admin.secret().value())).isEqualTo(401);
		assertThat(status(fresh)).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"overlap": "P31D"}                         | overlap must be from PT0S to
			{"overlap": "PT-1S"}                        | overlap must be from PT0S to
			{"expiresAt": "9999-12-31T23:59:59Z"}       | charrnn.access.max-key-lifetime""")
	void refusesRotationsOutOfBounds(String body, String detail) throws Exception {
		assertThat(read(post(rotations(), body), 422).get("detail").asString()).contains(detail);
	}

	@Test
	void tellsWhenAKeyWasLastUsed() throws Exception {
		assertThat(status(this.admin.secret().value())).isEqualTo(200);
		this.uses.work();
		JsonNode items = read(send("GET", "/api/v1/keys", this.admin.secret().value()), 200).get("items");
		assertThat(items).filteredOn((key) -> key.get("id").asString().equals(this.admin.key().id().value()))
			.singleElement()
			.satisfies((key) -> assertThat(Instant.parse(key.get("lastUsedAt").asString()))
				.isAfterOrEqualTo(this.admin.key().createdAt()));
	}

	@Test
	void letsNobodyGuess() throws Exception {
		int refused = 0;
		while (status("guess " + refused) == 401) {
			refused++;
			assertThat(refused).isLessThan(10);
		}
		HttpResponse<String> locked = send("GET", "/api/v1/corpora", "guess");
		assertThat(read(locked, 429).get("type").asString()).endsWith(":too-many-failures");
		assertThat(locked.headers().firstValue("Retry-After")).hasValue("13");
		assertThat(status(CONFIGURED)).isEqualTo(429);
		assertThat(status(this.admin.secret().value())).isEqualTo(200);
	}

	@Test
	void auditsReadsOfTexts(CapturedOutput output) throws Exception {
		send("GET", "/api/v1/corpora/none/text", this.admin.secret().value());
		send("GET", "/api/v1/corpora/none", this.admin.secret().value());
		assertThat(output).containsPattern("audit.*GET /api/v1/corpora/none/text by key_")
			.doesNotContainPattern("audit.*GET /api/v1/corpora/none by");
	}

	@Test
	void auditsCallsToSessions(CapturedOutput output) throws Exception {
		send("DELETE", "/api/v1/sessions/none", this.admin.secret().value());
		send("POST", "/api/v1/models/none/predictions", this.admin.secret().value());
		assertThat(output).containsPattern("audit.*DELETE /api/v1/sessions/none by key_")
			.doesNotContainPattern("audit.*predictions");
	}

	private String rotations() {
		return "/api/v1/keys/" + this.admin.key().id() + "/rotations";
	}

	private int status(String key) throws Exception {
		return send("GET", "/api/v1/corpora", key).statusCode();
	}

	private HttpResponse<String> post(String path, String body) throws Exception {
		return this.http.send(HttpRequest.newBuilder(uri(path))
			.header("X-API-Key", this.admin.secret().value())
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body))
			.build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> send(String method, String path, String key) throws IOException, InterruptedException {
		return this.http.send(HttpRequest.newBuilder(uri(path))
			.header("X-API-Key", key)
			.method(method, BodyPublishers.noBody())
			.build(), BodyHandlers.ofString());
	}

	private JsonNode read(HttpResponse<String> response, int status) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		return this.json.readTree(response.body());
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

}
