package io.charrnn.workspace;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.charrnn.testing.KeyedServiceTest;
import io.charrnn.testing.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Sharing, quotas, usage, and which workspace a request acts in. */
@KeyedServiceTest
class WorkspacesTests {

	private static final String ADMIN = KeyedServiceTest.ADMIN;

	private static final String ALL = "\"read\", \"generate\", \"train\"";

	private static final String TEXT = "to be or not to be, that is the question. ".repeat(40);

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private JsonMapper json;

	@Autowired
	private WorkspaceMeters meters;

	@Test
	void sharedModelsAreUsedByOthersAndChangedByNobodyElse() throws Exception {
		String owner = key("sharers", ALL);
		String other = key("users", ALL);
		importModel("public", owner);
		importModel("private", owner);
		String model = "/api/v1/models/public:1@sharers";
		read(send("GET", model, other, ""), 404);
		assertThat(read(send("PUT", "/api/v1/models/public/sharing", owner, "{\"shared\": true}"), 200).get("model")
			.asString()).isEqualTo("public:1");
		JsonNode shown = read(send("GET", model, other, ""), 200);
		assertThat(shown.get("reference").asString()).isEqualTo("public:1@sharers");
		assertThat(shown.get("workspace").asString()).isEqualTo("sharers");
		JsonNode predicted = read(
				send("POST", "/api/v1/models/public@sharers/predictions", other, "{\"text\": \"a\", \"top\": 1}"), 200);
		assertThat(predicted.get("model").asString()).isEqualTo("public:1@sharers");
		read(send("POST", model + "/sessions", other, "{}"), 201);
		assertThat(read(send("GET", "/api/v1/models?shared=true", other, ""), 200).get("items").toString())
			.contains("public:1@sharers")
			.doesNotContain("private");
		assertThat(send("GET", "/v1/models", other, "").body()).contains("\"public@sharers\"", "\"public:1@sharers\"");
		assertThat(read(send("DELETE", model, other, ""), 403).get("type").asString()).endsWith(":shared-read-only");
		read(send("PUT", model + "/sharing", other, "{\"shared\": false}"), 403);
		read(send("PUT", model + "/serving", other, "{\"precision\": \"float32\"}"), 403);
		read(send("GET", "/api/v1/models/public:1", other, ""), 404);
		read(send("GET", "/api/v1/models/private:1@sharers", other, ""), 404);
		read(send("PUT", "/api/v1/models/public:1/sharing", owner, "{\"shared\": false}"), 200);
		read(send("GET", model, other, ""), 404);
		read(send("POST", "/api/v1/models/public@sharers/predictions", other, "{\"text\": \"a\"}"), 404);
	}

	@Test
	void jobsGoOnFromSharedModels() throws Exception {
		String owner = key("teachers", ALL);
		String other = key("pupils", ALL);
		importModel("base", owner);
		read(send("PUT", "/api/v1/models/base:1/sharing", owner, "{\"shared\": true}"), 200);
		JsonNode job = read(send("POST", "/api/v1/training-jobs", other, """
				{"corpus": "%s", "model": "mine", "initializeFrom": "base@teachers", "hyperparameters": {"batchSize": 4,
				 "sequenceLength": 8, "maxIterations": 3}}""".formatted(upload(other))), 202);
		assertThat(job.get("initializeFrom").asString()).isEqualTo("base:1@teachers");
		assertThat(job.get("workspace").asString()).isEqualTo("pupils");
	}

	@Test
	void quotasBoundWhatEachWorkspaceHas() throws Exception {
		String key = key("bounded", ALL);
		String quotas = "/api/v1/workspaces/bounded";
		read(send("PUT", quotas, ADMIN, "{\"quotas\": {\"corpora\": 1, \"models\": 1, \"sessions\": 1}}"), 200);
		String corpus = upload(key);
		JsonNode refused = read(send("POST", "/api/v1/corpora", key, TEXT, "text/plain"), 409);
		assertThat(refused.get("type").asString()).endsWith(":workspace-quota");
		assertThat(refused.get("detail").asString()).contains("bounded may have 1 corpora");
		importModel("one", key);
		read(send("POST", "/api/v1/training-jobs", key, "{\"corpus\": \"%s\", \"model\": \"two\"}".formatted(corpus)),
				409);
		read(send("POST", "/api/v1/models/one:1/sessions", key, "{}"), 201);
		read(send("POST", "/api/v1/models/one:1/sessions", key, "{}"), 409);
		upload(key("unbounded", ALL));
		read(send("PUT", quotas, ADMIN, "{\"quotas\": {\"bytes\": 5}}"), 200);
		assertThat(read(send("POST", "/api/v1/corpora", key, TEXT, "text/plain"), 409).get("detail").asString())
			.contains("5 bytes");
		read(send("PUT", quotas, ADMIN, "{\"quotas\": {}}"), 200);
		upload(key);
	}

	@Test
	void usageCountsWhatTheWorkspaceHasAlone() throws Exception {
		String key = key("counted", ALL);
		upload(key);
		importModel("one", key);
		upload(key("uncounted", ALL));
		JsonNode usage = read(send("GET", "/api/v1/workspaces/counted/usage", key, ""), 200);
		assertThat(usage.get("corpora").asInt()).isEqualTo(1);
		assertThat(usage.get("models").asInt()).isEqualTo(1);
		assertThat(usage.get("bytes").asLong())
			.isCloseTo(TEXT.length() + Networks.archive(Networks.cycle("abc")).length, within(2000L));
		assertThat(read(send("GET", "/api/v1/workspaces/counted/usage", ADMIN, ""), 200)).isEqualTo(usage);
	}

	@Test
	void metricsOfAllWorkspacesAreForWhoRunsTheService() throws Exception {
		String key = key("metered", ALL);
		upload(key);
		read(send("PUT", "/api/v1/workspaces/metered", ADMIN, "{\"quotas\": {\"corpora\": 7}}"), 200);
		this.meters.work();
		for (String allowed : new String[] { ADMIN, key("default", "\"read\"") }) {
			assertThat(send("GET", "/actuator/prometheus", allowed, "").body()).contains(
					"charrnn_workspace_used{resource=\"corpora\",workspace=\"metered\"} 1.0",
					"charrnn_workspace_used{resource=\"characters_today\",workspace=\"metered\"} 0.0",
					"charrnn_workspace_quota{resource=\"corpora\",workspace=\"metered\"} 7.0");
		}
		JsonNode refused = read(send("GET", "/actuator/prometheus", key, ""), 403);
		assertThat(refused.get("type").asString()).endsWith(":foreign-workspace");
		assertThat(refused.get("detail").asString()).contains("workspace default");
		read(send("GET", "/actuator/prometheus", key("metered", "\"generate\""), ""), 403);
		read(send("GET", "/actuator/info", key, ""), 200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{}                           | 400 | quotas must be given
			{"quotas": {"corpora": -1}}  | 422 | quotas.corpora must be at least 0
			{"quotas": {"charactersPerDay": -1}} | 422 | quotas.charactersPerDay must be at least 0
			{"quotas": {"pinnedBytes": -1}} | 422 | quotas.pinnedBytes must be at least 0
			{"quotas": {"pages": 1}}     | 400 | pages""")
	void refusesBadQuotas(String body, int status, String detail) throws Exception {
		assertThat(read(send("PUT", "/api/v1/workspaces/any", ADMIN, body), status).get("detail").asString())
			.contains(detail);
	}

	@Test
	void refusesBadNames() throws Exception {
		assertThat(send("PUT", "/api/v1/workspaces/a%20b", ADMIN, "{\"quotas\": {}}").statusCode()).isEqualTo(422);
		assertThat(
				send("POST", "/api/v1/keys", ADMIN, "{\"name\": \"a\", \"workspace\": \"a b\", \"scopes\": [\"read\"]}")
					.statusCode())
			.isIn(400, 422);
	}

	@Test
	void onlyWhoAdministersSeesOtherWorkspaces() throws Exception {
		String key = key("seen", ALL);
		key("hidden", ALL);
		assertThat(send("GET", "/api/v1/workspaces", key, "").body()).contains("\"seen\"").doesNotContain("hidden");
		assertThat(send("GET", "/api/v1/workspaces", ADMIN, "").body()).contains("\"seen\"", "\"hidden\"");
		read(send("GET", "/api/v1/workspaces/hidden", key, ""), 404);
		read(send("GET", "/api/v1/workspaces/hidden/usage", key, ""), 404);
		read(send("PUT", "/api/v1/workspaces/seen", key, "{\"quotas\": {}}"), 403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/models", "/api/v1/models" })
	void projectsThatAKeyMayNotUseAreRefused(String path) throws Exception {
		String key = key("project", ALL);
		key("elsewhere", ALL);
		for (String named : new String[] { "elsewhere", "never-heard-of", "not a name" }) {
			HttpResponse<String> response = project(path, key, named);
			assertThat(response.statusCode()).isEqualTo(403);
			assertThat(response.body())
				.contains(path.startsWith("/v1") ? "\"code\":\"foreign_workspace\"" : "foreign-workspace");
		}
		HttpResponse<String> own = project(path, key, "project");
		assertThat(own.statusCode()).isEqualTo(200);
		assertThat(own.headers().firstValue("OpenAI-Project")).hasValue("project");
	}

	@Test
	void whoAdministersActsInAnyProject() throws Exception {
		importModel("theirs", key("administered", ALL));
		assertThat(project("/v1/models", ADMIN, "administered").body()).contains("theirs:1");
		assertThat(send("GET", "/v1/models", ADMIN, "").body()).doesNotContain("theirs");
	}

	private String upload(String key) throws Exception {
		return read(send("POST", "/api/v1/corpora", key, TEXT, "text/plain"), 201).get("id").asString();
	}

	private void importModel(String name, String key) throws Exception {
		HttpRequest request = request("/api/v1/models?name=" + name, key).header("Content-Type", "application/zip")
			.POST(BodyPublishers.ofByteArray(Networks.archive(Networks.cycle("abc"))))
			.build();
		read(this.http.send(request, BodyHandlers.ofString()), 201);
	}

	private String key(String workspace, String scopes) throws Exception {
		return read(send("POST", "/api/v1/keys", ADMIN, """
				{"name": "test", "workspace": "%s", "scopes": [%s]}""".formatted(workspace, scopes)), 201).get("key")
			.asString();
	}

	private HttpResponse<String> project(String path, String key, String project) throws Exception {
		return this.http.send(request(path, key).header("OpenAI-Project", project).build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> send(String method, String path, String key, String body) throws Exception {
		return send(method, path, key, body, "application/json");
	}

	private HttpResponse<String> send(String method, String path, String key, String body, String type)
			throws Exception {
		BodyPublisher sent = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
		return this.http.send(request(path, key).header("Content-Type", type).method(method, sent).build(),
				BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path, String key) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path)).header("X-API-Key", key);
	}

	private JsonNode read(HttpResponse<String> response, int status) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		return response.body().isEmpty() ? this.json.createObjectNode() : this.json.readTree(response.body());
	}

}
