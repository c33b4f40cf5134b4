package io.charrnn.access;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** Limits on what the service keeps and takes, each with an error of its own. */
@ServiceTest
@TestPropertySource(properties = { "charrnn.access.keys=required", "charrnn.access.admin-key=" + LimitsTests.ADMIN,
		"charrnn.corpus.max-corpora=2", "charrnn.training.max-unfinished-jobs=3",
		"charrnn.training.max-unfinished-jobs-of-a-key=2", "charrnn.registry.max-models=1",
		"charrnn.inference.max-texts=2", "charrnn.inference.sessions.most-sessions=3",
		"charrnn.inference.sessions.most-sessions-of-a-key=2" })
class LimitsTests {

	static final String ADMIN = "an admin key from the settings";

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private JsonMapper json;

	@Test
	void boundsCorporaAndJobs() throws Exception {
		String corpus = read(post("/api/v1/corpora", "text/plain", ADMIN, "some text ".repeat(200)), 201).get("id")
			.asString();
		read(post("/api/v1/corpora", "text/plain", ADMIN, "other text ".repeat(200)), 201);
		JsonNode tooMany = read(post("/api/v1/corpora", "text/plain", ADMIN, "third text ".repeat(200)), 409);
		assertThat(tooMany.get("type").asString()).endsWith(":too-many-corpora");
		assertThat(tooMany.get("detail").asString()).contains("charrnn.corpus.max-corpora");
		String key = key();
		read(train(corpus, key), 202);
		read(train(corpus, key), 202);
		HttpResponse<String> third = train(corpus, key);
		assertThat(read(third, 429).get("detail").asString()).contains("of this key", "max-unfinished-jobs-of-a-key");
		assertThat(third.headers().firstValue("Retry-After")).hasValue("60");
		String other = key();
		read(train(corpus, other), 202);
		assertThat(read(train(corpus, other), 429).get("detail").asString()).contains("max-unfinished-jobs)");
	}

	@Test
	void boundsModelsTextsAndSessions() throws Exception {
		byte[] archive = Networks.archive(Networks.cycle("abc"));
		read(post("/api/v1/models?name=cycle", "application/zip", ADMIN, BodyPublishers.ofByteArray(archive)), 201);
		JsonNode tooMany = read(
				post("/api/v1/models?name=cycle", "application/zip", ADMIN, BodyPublishers.ofByteArray(archive)), 409);
		assertThat(tooMany.get("detail").asString()).contains("charrnn.registry.max-models");
		JsonNode texts = read(post("/api/v1/models/cycle:1/predictions", "application/json", ADMIN,
				"{\"texts\": [\"a\", \"b\", \"c\"]}"), 422);
		assertThat(texts.get("detail").asString()).contains("from 1 to 2 texts");
		String key = key();
		String first = read(session(key), 201).get("id").asString();
		read(session(key), 201);
		HttpResponse<String> third = session(key);
		assertThat(read(third, 429).get("detail").asString()).contains("of this key", "most-sessions-of-a-key");
		assertThat(third.headers().firstValue("Retry-After")).hasValue("60");
		String other = key();
		read(session(other), 201);
		assertThat(read(session(other), 429).get("detail").asString()).contains("most-sessions)");
		delete("/api/v1/sessions/" + first);
		read(session(other), 201);
		delete("/api/v1/models/cycle:1");
	}

	private void delete(String path) throws Exception {
		assertThat(this.http.send(request(path, ADMIN).DELETE().build(), BodyHandlers.ofString()).statusCode())
			.isEqualTo(204);
	}

	@Test
	void boundsTheDepthOfJson() throws Exception {
		String deep = "[".repeat(100) + "]".repeat(100);
		JsonNode problem = read(
				post("/api/v1/training-jobs", "application/json", ADMIN, "{\"hyperparameters\": " + deep + "}"), 413);
		assertThat(problem.get("type").asString()).endsWith(":too-large");
		assertThat(problem.get("detail").asString()).contains("64");
	}

	private String key() throws Exception {
		return read(post("/api/v1/keys", "application/json", ADMIN,
				"{\"name\": \"a\", \"scopes\": [\"train\", \"generate\"]}"), 201)
			.get("key")
			.asString();
	}

	private HttpResponse<String> train(String corpus, String key) throws Exception {
		return post("/api/v1/training-jobs", "application/json", key, """
				{"corpus": "%s", "model": "a", "hyperparameters": {"layers": 1, "hiddenSize": 8, "batchSize": 2,
				 "sequenceLength": 8, "maxIterations": 100000000}}""".formatted(corpus));
	}

	private HttpResponse<String> session(String key) throws Exception {
		return post("/api/v1/models/cycle:1/sessions", "application/json", key, "{}");
	}

	private HttpResponse<String> post(String path, String type, String key, String body) throws Exception {
		return post(path, type, key, BodyPublishers.ofString(body));
	}

	private HttpResponse<String> post(String path, String type, String key, BodyPublisher body) throws Exception {
		return this.http.send(request(path, key).header("Content-Type", type).POST(body).build(),
				BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path, String key) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path)).header("X-API-Key", key);
	}

	private JsonNode read(HttpResponse<String> response, int status) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		return this.json.readTree(response.body());
	}

}
