package io.charrnn.workspace;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.charrnn.testing.KeyedServiceTest;
import io.charrnn.testing.Networks;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Walks every operation of the API's document with the key of one workspace and all that
 * another one has: each answers as if it were not there. An operation that names
 * something new has to be told here what that is, or the test fails.
 */
@KeyedServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkspaceIsolationTests {

	private static final String ADMIN = KeyedServiceTest.ADMIN;

	/** What stands in all that is made, and so would show where it leaks. */
	private static final String MARK = "ofthepoets";

	private static final String JSON = "application/json";

	/** Whose requests name nothing that could be somebody's. */
	private static final Set<String> NAME_NOTHING = Set.of("uploadCorpus", "importModel", "openAiUploadFile",
			"createKey");

	/**
	 * Examples in the document, and what a client of another workspace would put there.
	 */
	private static final Map<String, String> EXAMPLES = Map.of("corpus_0f8fad5bd9cb469fa16570867728950e", "corpus",
			"shakespeare:1", "version", "shakespeare:2", "version", "shakespeare:3", "version");

	private final HttpClient http = HttpClient.newHttpClient();

	private final List<Operation> operations = new ArrayList<>();

	/** What the first workspace has, by kind. */
	private Map<String, String> theirs = Map.of();

	/** As well-formed, but never made. */
	private Map<String, String> nothing = Map.of();

	private byte[] compressed = {};

	private String owner = "";

	private String other = "";

	@LocalServerPort
	private int port;

	@Autowired
	private JsonMapper json;

	@BeforeAll
	void makeSomethingOfEachKind() throws Exception {
		this.owner = key("poets", "\"read\", \"generate\", \"train\"");
		this.other = key("bankers", "\"read\", \"generate\", \"train\"");
		String corpus = id(send("POST", "/api/v1/corpora?name=" + MARK, this.owner, "text/plain",
				BodyPublishers.ofString("to be or not to be, that is the question. ".repeat(40)), 201));
		post("/api/v1/models?name=" + MARK, this.owner, "application/zip",
				BodyPublishers.ofByteArray(Networks.archive(Networks.cycle("abc"))));
		String job = id(send("POST", "/api/v1/training-jobs", this.owner, JSON, BodyPublishers.ofString("""
				{"corpus": "%s", "model": "%s", "hyperparameters": {"layers": 1, "hiddenSize": 8, "batchSize": 4,
				 "sequenceLength": 8, "maxIterations": 20}}""".formatted(corpus, MARK)), 202));
		Awaitility.await()
			.atMost(Duration.ofSeconds(90))
			.until(() -> get("/api/v1/training-jobs/" + job).path("status").asString().equals("succeeded"));
		String checkpoint = get("/api/v1/training-jobs/" + job + "/checkpoints").at("/items/0/id").asString();
		String search = id(send("POST", "/api/v1/searches", this.owner, JSON, BodyPublishers.ofString("""
				{"corpus": "%s", "model": "%s-searched", "maxIterations": 40, "trials": 2, "space": {"layers": [1],
				 "hiddenSize": [8], "learningRate": [0.01, 0.02]}}""".formatted(corpus, MARK)), 202));
		Awaitility.await()
			.atMost(Duration.ofSeconds(90))
			.until(() -> get("/api/v1/searches/" + search).path("status").asString().equals("succeeded"));
		String session = id(send("POST", "/api/v1/models/" + MARK + ":1/sessions", this.owner, JSON,
				BodyPublishers.ofString("{}"), 201));
		this.compressed = this.http
			.send(request("/api/v1/models/" + MARK + ":1/compress", this.owner).header("Content-Type", "text/plain")
				.POST(BodyPublishers.ofString("abcabc"))
				.build(), BodyHandlers.ofByteArray())
			.body();
		this.theirs = Map.of("corpus", corpus, "job", job, "version", MARK + ":1", "name", MARK, "checkpoint",
				checkpoint, "session", session, "search", search, "key", "key_" + "f".repeat(32), "workspace", "poets");
		this.nothing = Map.of("corpus", "corpus_" + "0".repeat(32), "job", "job_" + "0".repeat(32), "version",
				"neverheard:1", "name", "neverheard", "checkpoint", "checkpoint_" + "0".repeat(32), "session",
				"session_" + "0".repeat(32), "search", "search_" + "0".repeat(32), "key", "key_" + "e".repeat(32),
				"workspace", "nobody");
		readOperations();
	}

	@Test
	void findsTheOperations() {
		assertThat(this.operations).hasSizeGreaterThan(60);
		assertThat(this.operations.stream().filter((operation) -> operation.path().contains("{")))
			.hasSizeGreaterThan(40);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"read\", \"generate\", \"train\"", "\"read\"", "\"admin\"" })
	void nothingOfAnotherWorkspaceIsToldApartFromWhatIsNotThere(String scopes) throws Exception {
		String key = key("bankers", scopes);
		boolean admin = scopes.contains("admin");
		Set<String> wrong = new TreeSet<>();
		for (Operation operation : this.operations) {
			boolean administration = operation.path().startsWith("/api/v1/keys")
					|| operation.path().startsWith("/api/v1/workspaces");
			if (!operation.path().contains("{") || admin && administration) {
				continue;
			}
			for (String kind : operation.kinds()) {
				Answer real = answer(operation, kind, this.theirs, key);
				Answer none = answer(operation, kind, this.nothing, key);
				if ((real.status() != 404 && real.status() != 403) || !real.equals(none)) {
					wrong.add("%s with a %s: %s, but %s for one that never was".formatted(operation, kind, real, none));
				}
			}
		}
		assertThat(wrong).isEmpty();
		assertThat(keepsAll()).isTrue();
	}

	@Test
	void requestsThatNameSomethingInTheirBodyFindNothingEither() throws Exception {
		Set<String> wrong = new TreeSet<>();
		for (Operation operation : this.operations) {
			if (operation.path().contains("{") || operation.method().equals("GET")
					|| NAME_NOTHING.contains(operation.id())) {
				continue;
			}
			assertThat(operation.body()).as("the request of %s has an example that names what it is about", operation)
				.containsAnyOf("shakespeare", "corpus_");
			Answer real = answer(operation, "version", this.theirs, this.other);
			Answer none = answer(operation, "version", this.nothing, this.other);
			if (real.status() < 400 || !real.equals(none)) {
				wrong.add("%s: %s, but %s for what never was".formatted(operation, real, none));
			}
		}
		assertThat(wrong).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"read\", \"generate\", \"train\"", "\"admin\"" })
	void listsHaveNothingOfAnotherWorkspace(String scopes) throws Exception {
		String key = key("bankers", scopes);
		for (Operation operation : this.operations) {
			if (operation.path().contains("{") || !operation.method().equals("GET") || scopes.contains("admin")
					&& (operation.path().startsWith("/api/v1/keys") || operation.path().equals("/api/v1/workspaces"))) {
				continue;
			}
			if (operation.path().equals("/api/v1/events")) {
				continue; // does not end
			}
			HttpResponse<String> response = send(request(operation.path(), key).GET());
			assertThat(response.statusCode()).as("%s", operation).isIn(200, 403);
			assertThat(response.body()).as("%s", operation)
				.doesNotContain(MARK, "poets", this.theirs.get("corpus"), this.theirs.get("job"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/files?after=corpus", "/v1/fine_tuning/jobs?after=job" })
	void pagesBeginAfterNothingOfAnotherWorkspace(String path) throws Exception {
		String kind = path.substring(path.indexOf('=') + 1);
		String begin = path.substring(0, path.indexOf('=') + 1);
		HttpResponse<String> real = send(request(begin + this.theirs.get(kind), this.other).GET());
		HttpResponse<String> none = send(request(begin + this.nothing.get(kind), this.other).GET());
		assertThat(real.statusCode()).isEqualTo(404);
		assertThat(Answer.of(real, this.theirs)).isEqualTo(Answer.of(none, this.nothing));
	}

	/** What the walk looks at is there for its owner. */
	@Test
	void theOwnerFindsAllOfIt() throws Exception {
		for (Operation operation : this.operations) {
			boolean mine = operation.method().equals("GET") && operation.path().contains("{")
					&& !operation.path().startsWith("/api/v1/keys");
			for (String kind : mine ? operation.kinds() : List.<String>of()) {
				HttpResponse<String> response = send(request(operation.path(kind, this.theirs), this.owner).GET());
				// A checkpoint is there, but is neither served nor shared as a version
				// is.
				assertThat(response.statusCode()).as("%s with a %s: %s", operation, kind, response.body())
					.isIn(200, 204, 422);
			}
		}
	}

	@Test
	void equalTextsOfTwoWorkspacesAreTwoCorpora() throws Exception {
		BodyPublisher text = BodyPublishers.ofString("the same text for all, and for each of them. ".repeat(30));
		HttpResponse<String> first = post("/api/v1/corpora?name=same", this.owner, "text/plain", text);
		HttpResponse<String> second = post("/api/v1/corpora?name=same", this.other, "text/plain", text);
		assertThat(second.statusCode()).isEqualTo(first.statusCode()).isEqualTo(201);
		assertThat(id(second)).isNotEqualTo(id(first));
		assertThat(send(request("/api/v1/corpora/" + id(first), this.owner).DELETE()).statusCode()).isEqualTo(204);
		assertThat(send(request("/api/v1/corpora/" + id(second) + "/text?characters=13", this.other).GET()).body())
			.isEqualTo("the same text");
	}

	@Test
	void eachWorkspaceHasItsOwnModelOfAName() throws Exception {
		BodyPublisher archive = BodyPublishers.ofByteArray(Networks.archive(Networks.cycle("xyz")));
		HttpResponse<String> imported = post("/api/v1/models?name=" + MARK + "-twin", this.owner, "application/zip",
				archive);
		HttpResponse<String> twin = post("/api/v1/models?name=" + MARK + "-twin", key("twins", "\"admin\""),
				"application/zip", archive);
		assertThat(imported.headers().firstValue("Location")).isEqualTo(twin.headers().firstValue("Location"));
		assertThat(send(request("/api/v1/models/" + MARK + "-twin:2", this.owner).GET()).statusCode()).isEqualTo(404);
	}

	private boolean keepsAll() throws Exception {
		for (String path : List.of("/api/v1/corpora/" + this.theirs.get("corpus"),
				"/api/v1/training-jobs/" + this.theirs.get("job"), "/api/v1/searches/" + this.theirs.get("search"),
				"/api/v1/models/" + this.theirs.get("version"), "/api/v1/models/" + this.theirs.get("checkpoint"),
				"/api/v1/sessions/" + this.theirs.get("session"))) {
			if (send(request(path, this.owner).GET()).statusCode() != 200) {
				return false;
			}
		}
		return true;
	}

	private Answer answer(Operation operation, String kind, Map<String, String> named, String key) throws Exception {
		HttpRequest.Builder request = request(operation.path(kind, named), key);
		String body = operation.body();
		for (Map.Entry<String, String> example : EXAMPLES.entrySet()) {
			body = body.replace(example.getKey(), named.get(example.getValue()));
		}
		body = body.replace("shakespeare", named.get("name"));
		if (!operation.type().isEmpty()) {
			request.header("Content-Type", operation.type());
		}
		BodyPublisher sent = operation.id().equals("decompress") ? BodyPublishers.ofByteArray(this.compressed)
				: BodyPublishers.ofString(body);
		return Answer.of(send(request.method(operation.method(), sent)), named);
	}

	private void readOperations() throws Exception {
		JsonNode document = this.json.readTree(send(request("/v3/api-docs", this.owner).GET()).body());
		for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
			for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
				JsonNode content = operation.getValue().at("/requestBody/content");
				String type = content.has(JSON) ? JSON : content.propertyNames().stream().findFirst().orElse("");
				this.operations.add(new Operation(operation.getValue().get("operationId").asString(),
						operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), type,
						content.has(JSON) ? example(document, content.get(JSON)) : ""));
			}
		}
	}

	private String example(JsonNode document, JsonNode content) {
		JsonNode schema = content.get("schema");
		JsonNode resolved = schema.has("$ref") ? document.at(schema.get("$ref").asString().substring(1)) : schema;
		if (resolved.has("example")) {
			return resolved.get("example").toString();
		}
		ObjectNode example = this.json.createObjectNode();
		resolved.path("properties").properties().forEach((property) -> {
			if (property.getValue().has("example")) {
				example.set(property.getKey(), property.getValue().get("example"));
			}
		});
		return example.toString();
	}

	private String key(String workspace, String scopes) throws Exception {
		return this.json.readTree(post("/api/v1/keys", ADMIN, JSON, BodyPublishers.ofString("""
				{"name": "test", "workspace": "%s", "scopes": [%s]}""".formatted(workspace, scopes))).body())
			.get("key")
			.asString();
	}

	private JsonNode get(String path) throws Exception {
		return this.json.readTree(send(request(path, this.owner).GET()).body());
	}

	private String id(HttpResponse<String> response) {
		return this.json.readTree(response.body()).get("id").asString();
	}

	private HttpResponse<String> post(String path, String key, String type, BodyPublisher body) throws Exception {
		return send("POST", path, key, type, body, 201);
	}

	private HttpResponse<String> send(String method, String path, String key, String type, BodyPublisher body,
			int status) throws Exception {
		HttpResponse<String> response = send(request(path, key).header("Content-Type", type).method(method, body));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		return response;
	}

	private HttpRequest.Builder request(String path, String key) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.header("X-API-Key", key)
			.timeout(Duration.ofSeconds(60));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

	/**
	 * What is said, whatever was named.
	 *
	 * @param status of HTTP
	 * @param body without what differs from request to request
	 */
	private record Answer(int status, String body) {

		static Answer of(HttpResponse<String> response, Map<String, String> named) {
			String body = response.body().replaceAll("\"requestId\":\"[^\"]*\"", "");
			for (String name : named.values().stream().sorted((one, two) -> two.length() - one.length()).toList()) {
				body = body.replace(name, "NAMED");
			}
			return new Answer(response.statusCode(), body);
		}

	}

	/**
	 * An operation of the document.
	 *
	 * @param id its name
	 * @param method of HTTP
	 * @param path with parameters
	 * @param type of the request's body, or nothing
	 * @param body an example
	 */
	private record Operation(String id, String method, String path, String type, String body) {

		/** What the parameter of the path may name. */
		List<String> kinds() {
			if (this.path.startsWith("/api/v1/models/{reference}") || this.path.startsWith("/v1/models/{model}")) {
				return List.of("version", "name", "checkpoint");
			}
			for (Map.Entry<String, String> prefix : Map
				.of("/api/v1/corpora/{id}", "corpus", "/v1/files/{id}", "corpus", "/api/v1/training-jobs/{id}", "job",
						"/v1/fine_tuning/jobs/{id}", "job", "/api/v1/searches/{id}", "search", "/api/v1/sessions/{id}",
						"session", "/api/v1/keys/{id}", "key", "/api/v1/workspaces/{name}", "workspace")
				.entrySet()) {
				if (this.path.startsWith(prefix.getKey())) {
					return List.of(prefix.getValue());
				}
			}
			throw new AssertionError("this test does not know what " + this + " names");
		}

		String path(String kind, Map<String, String> named) {
			return this.path.replaceFirst("\\{[^}]*}", named.get(kind));
		}

		@Override
		public String toString() {
			return this.method + " " + this.path;
		}

	}

}
