package io.charrnn.access;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.charrnn.testing.KeyedServiceTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every operation of the API's document with every kind of key. The scope that each needs
 * stands in {@code scopes.txt} once more, so that one that is new must be thought of.
 */
@KeyedServiceTest
class EveryEndpointTests {

	private static final String ADMIN = KeyedServiceTest.ADMIN;

	private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

	private static final Map<String, UnaryOperator<String>> SPELLINGS = Map.of("//", (path) -> "/" + path, "inner //",
			(path) -> path.replaceFirst("/v1/", "/v1//"), ";x=1", (path) -> path + ";x=1", "inner ;x=1",
			(path) -> path.replaceFirst("/v1/", "/v1;x=1/"), "%2e", (path) -> path.replaceFirst("/v1/", "/%2e/v1/"),
			"%2f", (path) -> path.replaceFirst("/v1/", "/v1%2f"), "slash", (path) -> path + "/", "encoded",
			(path) -> path.replaceFirst("/v1/", "/%761/"));

	private final HttpClient http = HttpClient.newHttpClient();

	private final Map<Scope, String> byScope = new EnumMap<>(Scope.class);

	private final List<String> wrong = new ArrayList<>();

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

	@BeforeEach
	void makeKeys() {
		for (Scope scope : Scope.values()) {
			this.byScope.put(scope, make(scope).secret().value());
		}
	}

	private ApiKeys.NewKey make(Scope scope) {
		ApiKeys.NewKey made = this.keys.create(new KeyRequest("test", null, EnumSet.of(scope), null, null, null, null));
		this.known.forget();
		return made;
	}

	@Test
	void knowsTheScopeOfEachOperation() throws Exception {
		assertThat(documented()).containsExactlyInAnyOrderElementsOf(scopes().keySet());
	}

	@Test
	void letsInWhoHasTheScopeAndNobodyElse() throws Exception {
		for (Map.Entry<String, Scope> operation : scopes().entrySet()) {
			check(operation.getKey(), null, 401);
			for (Scope scope : Scope.values()) {
				int status = status(operation.getKey(), this.byScope.get(scope));
				boolean allowed = scope == operation.getValue() || scope == Scope.ADMIN;
				note(allowed ? status != 401 && status != 403 : status == 403, operation.getKey(), scope, status);
			}
		}
		assertThat(this.wrong).isEmpty();
	}

	@Test
	void takesNoKeyThatDoesNotCount() throws Exception {
		ApiKeys.NewKey expired = make(Scope.ADMIN);
		this.jdbc.sql("UPDATE api_key SET expires_at = 1 WHERE id = ?").param(expired.key().id().value()).update();
		ApiKeys.NewKey revoked = make(Scope.ADMIN);
		this.keys.revoke(revoked.key().id());
		this.known.forget();
		for (String operation : scopes().keySet()) {
			check(operation, "wrong", 401);
			check(operation, expired.secret().value(), 401);
			check(operation, revoked.secret().value(), 401);
		}
		assertThat(this.wrong).isEmpty();
	}

	@Test
	void isFooledByNoSpelling() throws Exception {
		for (Map.Entry<String, Scope> operation : scopes().entrySet()) {
			String[] parts = operation.getKey().split(" ");
			String other = this.byScope.get((operation.getValue() == Scope.READ) ? Scope.GENERATE : Scope.READ);
			for (Map.Entry<String, UnaryOperator<String>> spelling : SPELLINGS.entrySet()) {
				String spelt = parts[0] + " " + spelling.getValue().apply(parts[1]);
				note(Set.of(400, 401).contains(status(spelt, null)), spelt, "no key", status(spelt, null));
				int status = status(spelt, other);
				note(Set.of(400, 403, 404).contains(status), spelt, "other scope", status);
			}
		}
		assertThat(this.wrong).isEmpty();
	}

	@Test
	void isFooledByNoMethod() throws Exception {
		for (String path : scopes().keySet().stream().map((operation) -> operation.split(" ")[1]).distinct().toList()) {
			for (String method : List.of("HEAD", "OPTIONS", "QUERY", "PATCH")) {
				check(method + " " + path, null, 401);
			}
			check("TRACE " + path, ADMIN, 405);
		}
		assertThat(this.wrong).isEmpty();
	}

	@Test
	void hasNothingThatNoRuleNames() throws Exception {
		for (String path : List.of("/nothing", "/api", "/api/v1", "/api/v1/nothing", "/v1/nothing", "/api/v2/corpora",
				"/error", "/API/V1/CORPORA", "/actuator", "/actuator/nothing")) {
			check("GET " + path, null, 401);
			check("GET " + path, "wrong", 401);
			check("GET " + path, ADMIN, 404);
		}
		assertThat(this.wrong).isEmpty();
	}

	private List<String> documented() throws Exception {
		JsonNode document = this.json
			.readTree(this.http.send(request("GET /v3/api-docs", null), BodyHandlers.ofString()).body());
		return document.get("paths")
			.properties()
			.stream()
			.flatMap((path) -> path.getValue()
				.propertyNames()
				.stream()
				.filter(METHODS::contains)
				.map((method) -> method.toUpperCase(Locale.ROOT) + " " + path.getKey()))
			.filter((operation) -> !operation.equals("GET /health"))
			.toList();
	}

	/** The scopes of operations, as a person has written them down. */
	private static Map<String, Scope> scopes() throws Exception {
		Map<String, Scope> scopes = new TreeMap<>();
		try (Stream<String> lines = new ClassPathResource("scopes.txt", EveryEndpointTests.class)
			.getContentAsString(UTF_8)
			.lines()) {
			lines.map((line) -> line.split(" ", 2))
				.forEach((line) -> scopes.put(line[1], Scope.valueOf(line[0].toUpperCase(Locale.ROOT))));
		}
		return scopes;
	}

	private void check(String operation, @Nullable String key, int expected) throws Exception {
		int status = status(operation, key);
		note(status == expected, operation, (key != null) ? key : "no key", status);
	}

	private void note(boolean right, String operation, Object who, int status) {
		if (!right) {
			this.wrong.add("%s by %s: %d".formatted(operation, who, status));
		}
	}

	private int status(String operation, @Nullable String key) throws Exception {
		HttpResponse<InputStream> response = this.http.send(request(operation, key), BodyHandlers.ofInputStream());
		// Streams of events do not end.
		response.body().close();
		return response.statusCode();
	}

	private HttpRequest request(String operation, @Nullable String key) {
		String[] parts = operation.split(" ");
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + this.port + parts[1].replaceAll("\\{[^}]*}", "none")))
			.method(parts[0], BodyPublishers.noBody());
		return ((key != null) ? request.header("X-API-Key", key) : request).build();
	}

}
