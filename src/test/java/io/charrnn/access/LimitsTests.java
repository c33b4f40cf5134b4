package io.charrnn.access;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

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
		"charrnn.training.max-unfinished-jobs-of-a-key=2" })
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
	void boundsTheDepthOfJson() throws Exception {
		String deep = "[".repeat(100) + "]".repeat(100);
		JsonNode problem = read(
				post("/api/v1/training-jobs", "application/json", ADMIN, "{\"hyperparameters\": " + deep + "}"), 413);
		assertThat(problem.get("type").asString()).endsWith(":too-large");
		assertThat(problem.get("detail").asString()).contains("64");
	}

	private String key() throws Exception {
		return read(post("/api/v1/keys", "application/json", ADMIN, "{\"name\": \"a\", \"scopes\": [\"train\"]}"), 201)
			.get("key")
			.asString();
	}

	private HttpResponse<String> train(String corpus, String key) throws Exception {
		return post("/api/v1/training-jobs", "application/json", key, """
				{"corpus": "%s", "model": "a", "hyperparameters": {"layers": 1, "hiddenSize": 8, "batchSize": 2,
				 "sequenceLength": 8, "maxIterations": 100000000}}""".formatted(corpus));
	}

	private HttpResponse<String> post(String path, String type, String key, String body) throws Exception {
		return this.http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.header("Content-Type", type)
			.header("X-API-Key", key)
			.POST(BodyPublishers.ofString(body))
			.build(), BodyHandlers.ofString());
	}

	private JsonNode read(HttpResponse<String> response, int status) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		return this.json.readTree(response.body());
	}

}
