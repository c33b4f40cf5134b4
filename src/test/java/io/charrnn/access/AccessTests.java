package io.charrnn.access;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;

import io.charrnn.testing.ServiceTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(properties = { "charrnn.access.keys=required", "charrnn.access.admin-key=" + AccessTests.ADMIN,
		"charrnn.access.allowed-origins=" + AccessTests.PAGE })
class AccessTests {

	static final String ADMIN = "an admin key from the settings";

	static final String PAGE = "https://page.example";

	private static final String JOBS = "/api/v1/training-jobs";

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private JsonMapper json;

	@Autowired
	private JdbcClient jdbc;

	@ParameterizedTest
	@ValueSource(strings = { "/api/v1/corpora", "/api/v1/models/a:1", "/api/v1/keys", "/actuator/info", "/v1/models",
			"/api/v1//keys", "/api/v1/keys/" })
	void refusesWhoHasNoKey(String path) throws Exception {
		HttpResponse<String> response = send(request("GET", path, null));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(401);
		assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
		assertThat(response.body()).contains("X-API-Key");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/v1/corpora", "/v1/models", "/api/v1/nothing", "/v1/nothing", "/%61pi/v1/corpora" })
	void isKeptByNoCache(String path) throws Exception {
		for (String key : new String[] { ADMIN, null }) {
			HttpResponse<String> response = send(request("GET", path, key));
			assertThat(response.headers().allValues("Cache-Control")).as(path).containsExactly("no-store");
			assertThat(String.join(", ", response.headers().allValues("Vary"))).containsIgnoringCase("Authorization")
				.containsIgnoringCase("X-API-Key")
				.containsIgnoringCase("Accept");
		}
	}

	@Test
	void wordsRefusalsAsOpenAiDoesUnderItsPaths() throws Exception {
		JsonNode error = read(send(request("GET", "/v1/models", "wrong")), 401).get("error");
		assertThat(error.get("message").asString()).isEqualTo("The API key is unknown or has expired.");
		assertThat(error.get("code").asString()).isEqualTo("invalid_api_key");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health/liveness", "/v3/api-docs", "/v3/api-docs.yaml",
			"/v3/api-docs/swagger-config" })
	void letsAnybodyLookAtWhatIsNoSecret(String path) throws Exception {
		assertThat(send(request("GET", path, null)).statusCode()).isEqualTo(200);
	}

	@Test
	void takesAKeyFromEitherHeader() throws Exception {
		String key = create("read");
		assertThat(send(request("GET", JOBS, key)).statusCode()).isEqualTo(200);
		assertThat(send(HttpRequest.newBuilder(uri(JOBS)).header("X-API-Key", key)).statusCode()).isEqualTo(200);
		assertThat(send(HttpRequest.newBuilder(uri(JOBS)).header("Authorization", "bearer  " + key)).statusCode())
			.isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "read, GET, /api/v1/training-jobs, true", "read, POST, /api/v1/training-jobs/estimates, true",
			"read, POST, /api/v1/training-jobs, false", "read, POST, /api/v1/models/none/predictions, false",
			"read, DELETE, /api/v1/models/none:1, false", "read, GET, /api/v1/keys, false",
			"generate, GET, /api/v1/corpora, false", "generate, POST, /api/v1/models/none/predictions, true",
			"generate, POST, /v1/completions, true", "read, POST, /tokenize, false", "generate, POST, /tokenize, true",
			"generate, POST, /api/v1/models/none/activations, true", "read, GET, /api/v1/models/none/archive, true",
			"generate, GET, /api/v1/models/none/archive, false", "generate, POST, /api/v1/corpora, false",
			"train, POST, /api/v1/training-jobs, true", "train, DELETE, /api/v1/models/none:1, true",
			"train, POST, /api/v1/keys, false", "admin, GET, /api/v1/corpora, true", "admin, GET, /api/v1/keys, true",
			"admin, POST, /api/v1/models/none/scores, true" })
	void allowsWhatTheScopesAllow(String scope, String method, String path, boolean allowed) throws Exception {
		int status = send(request(method, path, create(scope))).statusCode();
		assertThat(status).matches((answer) -> allowed == (answer != 403)).isNotEqualTo(401);
	}

	@Test
	void namesTheScopeThatIsMissing() throws Exception {
		JsonNode problem = read(send(request("POST", JOBS, create("read"))), 403);
		assertThat(problem.get("type").asString()).endsWith(":missing-scope");
		assertThat(problem.get("scope").asString()).isEqualTo("train");
		assertThat(problem.get("requestId").asString()).isNotEmpty();
	}

	@Test
	void showsAKeyOnceAndStoresItsDigestOnly() throws Exception {
		String key = create("read");
		assertThat(read(send(request("GET", "/api/v1/keys", ADMIN)), 200).toString()).doesNotContain(key, "sha256");
		List<String> stored = this.jdbc.sql("SELECT sha256 FROM api_key").query(String.class).list();
		assertThat(stored).contains(new Secret(key).sha256()).doesNotContain(key);
	}

	@Test
	void refusesARevokedKeyAtOnce() throws Exception {
		JsonNode made = read(post("/api/v1/keys", "{\"name\": \"a\", \"scopes\": [\"read\"]}"), 201);
		String key = made.get("key").asString();
		assertThat(send(request("GET", JOBS, key)).statusCode()).isEqualTo(200);
		String path = "/api/v1/keys/" + made.get("id").asString();
		assertThat(send(request("DELETE", path, ADMIN)).statusCode()).isEqualTo(204);
		assertThat(send(request("GET", JOBS, key)).statusCode()).isEqualTo(401);
		assertThat(send(request("DELETE", path, ADMIN)).statusCode()).isEqualTo(404);
	}

	@Test
	void takesAKeyUntilItExpires() throws Exception {
		String key = read(post("/api/v1/keys", """
				{"name": "old", "scopes": ["read"], "expiresAt": "9999-12-31T23:59:59Z"}"""), 201).get("key")
			.asString();
		assertThat(send(request("GET", JOBS, key)).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{"scopes": ["read"]}                                           | 400 | name
					{"name": "a"}                                                  | 400 | scopes
					{"name": " ", "scopes": ["read"]}                              | 422 | name
					{"name": "a", "scopes": []}                                    | 422 | scopes
					{"name": "a", "scopes": ["write"]}                             | 400 | "read", "generate", "train", "admin"
					{"name": "a", "scopes": ["read"], "requestsPerMinute": 0}      | 422 | requestsPerMinute must be at least 1
					{"name": "a", "scopes": ["read"], "expiresAt": "2001-01-01T00:00:00Z"}           | 422 | expiresAt must be after now
					{"name": "a", "scopes": ["read"], "expiresAt": "+1000000000-12-31T23:59:59Z"}    | 422 | expiresAt must be after now""")
	void refusesBadKeys(String body, int status, String detail) throws Exception {
		assertThat(read(post("/api/v1/keys", body), status).get("detail").asString()).contains(detail);
	}

	@Test
	void allowedPagesCanReadWhyTheyAreRefused() throws Exception {
		HttpResponse<String> refused = send(request("GET", JOBS, null).header("Origin", PAGE));
		assertThat(refused.statusCode()).isEqualTo(401);
		assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).hasValue(PAGE);
		assertThat(refused.headers().firstValue("Access-Control-Expose-Headers").orElseThrow()).contains("Retry-After");
		assertThat(send(request("GET", JOBS, ADMIN).header("Origin", PAGE)).headers()
			.firstValue("Access-Control-Allow-Origin")).hasValue(PAGE);
		assertThat(send(request("GET", JOBS, ADMIN).header("Origin", "https://evil.example")).headers()
			.firstValue("Access-Control-Allow-Origin")).isEmpty();
	}

	@Test
	void limitsTheRateOfEachKey() throws Exception {
		String key = read(post("/api/v1/keys", """
				{"name": "slow", "scopes": ["read"], "requestsPerMinute": 2}"""), 201).get("key").asString();
		HttpResponse<String> first = send(request("GET", JOBS, key));
		assertThat(first.headers().firstValue("RateLimit-Policy")).hasValue("\"requests\";q=2;w=60");
		assertThat(first.headers().firstValue("RateLimit").orElseThrow()).startsWith("\"requests\";r=1;t=");
		assertThat(send(request("GET", JOBS, key)).statusCode()).isEqualTo(200);
		HttpResponse<String> refused = send(request("GET", JOBS, key));
		assertThat(read(refused, 429).get("type").asString()).endsWith(":rate-limited");
		assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow())).isBetween(1, 30);
		assertThat(send(request("GET", JOBS, create("read"))).statusCode()).isEqualTo(200);
	}

	@Test
	void tellsWhoChangedWhat(CapturedOutput output) throws Exception {
		send(request("DELETE", "/api/v1/models/none:1", create("train")).header("X-Request-Id", "tracked"));
		assertThat(output)
			.containsPattern("\\[tracked\\].*audit.*DELETE /api/v1/models/none:1 by key_[0-9a-f]{32}.*404");
	}

	@Test
	void answersWithTheIdThatAProxyGave() throws Exception {
		assertThat(send(request("GET", JOBS, ADMIN).header("X-Request-Id", "from-proxy")).headers()
			.firstValue("X-Request-Id")).hasValue("from-proxy");
		assertThat(send(request("GET", JOBS, ADMIN).header("X-Request-Id", "has spaces")).headers()
			.firstValue("X-Request-Id")
			.orElseThrow()).matches("[0-9a-f]{32}");
	}

	@Test
	void tellsBrowsersToTrustTheServiceAlone() throws Exception {
		var headers = send(request("GET", "/", null)).headers();
		assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
			.contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
			.doesNotContain("unsafe");
		assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
		assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
	}

	@Test
	void letsTheDocumentationAloneSetStylesOfElements() throws Exception {
		for (String path : List.of("/swagger-ui", "/v3/api-docs/swagger-config")) {
			assertThat(send(request("GET", path, null)).headers().allValues("Content-Security-Policy")).as(path)
				.singleElement()
				.asString()
				.contains("default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'");
		}
		assertThat(send(request("GET", JOBS, ADMIN)).headers().allValues("Content-Security-Policy")).singleElement()
			.asString()
			.doesNotContain("unsafe");
	}

	@Test
	void knowsTheScopesOfAllItsNames() {
		assertThat(Arrays.stream(Scope.values()).map(Scope::text)).containsExactly("read", "generate", "train",
				"admin");
	}

	private String create(String scope) throws Exception {
		return read(post("/api/v1/keys", "{\"name\": \"test\", \"scopes\": [\"%s\"]}".formatted(scope)), 201).get("key")
			.asString();
	}

	private HttpResponse<String> post(String path, String body) throws Exception {
		return send(HttpRequest.newBuilder(uri(path))
			.header("Authorization", "Bearer " + ADMIN)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body)));
	}

	private HttpRequest.Builder request(String method, String path, @Nullable String key) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody());
		return (key != null) ? request.header("Authorization", "Bearer " + key) : request;
	}

	private JsonNode read(HttpResponse<String> response, int status) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		return this.json.readTree(response.body());
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

}
