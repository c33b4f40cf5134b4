package io.charrnn.fuzz;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.charrnn.testing.ServiceTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class FuzzTests {

	private static final int REQUESTS = 500;

	private static final long SEED = 20261124;

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Pattern INTERNAL = Pattern
		.compile("Exception|\\borg\\.|\\bjava[.x]|io\\.charrnn|\\bat [a-z]+\\.");

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private JsonMapper json;

	@Test
	void refusesWhatIsMalformedAndSaysWhy() throws Exception {
		JsonNode document = this.json.readTree(get("/v3/api-docs").body());
		MalformedRequests requests = new MalformedRequests(document, existing(), SEED);
		List<String> complaints = new ArrayList<>();
		Map<Integer, Integer> statuses = new TreeMap<>();
		for (int i = 0; i < REQUESTS; i++) {
			MalformedRequest request = requests.next();
			HttpResponse<String> response = this.http.send(request.toHttp(uri(""), TIMEOUT), BodyHandlers.ofString());
			statuses.merge(response.statusCode(), 1, Integer::sum);
			String complaint = complaint(request, response);
			if (!complaint.isEmpty()) {
				complaints
					.add("%s%n    %s%n    %d %s".formatted(complaint, request, response.statusCode(), response.body()));
			}
		}
		System.out.println(REQUESTS + " malformed requests, refused with " + statuses);
		assertThat(complaints).isEmpty();
		assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
	}

	private String complaint(MalformedRequest request, HttpResponse<String> response) {
		if (response.statusCode() < 400 || response.statusCode() >= 500) {
			return "is not refused as the client's fault";
		}
		if (!response.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json")) {
			return "is no problem document";
		}
		String detail;
		try {
			detail = this.json.readTree(response.body()).path("detail").asString("");
		}
		catch (JacksonException ex) {
			return "is not JSON";
		}
		if (detail.isBlank() || !detail.contains(request.cause())) {
			return "does not name its cause " + request.cause();
		}
		return INTERNAL.matcher(response.body()).find() ? "shows something internal" : "";
	}

	/**
	 * A text, a job, a model and a session, so that requests do not all fail at what they
	 * name.
	 */
	private Map<String, String> existing() throws Exception {
		JsonNode corpus = post("/api/v1/corpora?name=fuzz", "text/plain", "abcabcabd".repeat(100));
		String corpusId = corpus.get("id").asString();
		String jobId = post("/api/v1/training-jobs", "application/json", """
				{"corpus": "%s", "model": "fuzz", "hyperparameters": {"layers": 1, "hiddenSize": 4, "batchSize": 2,
				 "sequenceLength": 5, "maxIterations": 2}}""".formatted(corpusId)).get("id").asString();
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> this.json.readTree(get("/api/v1/training-jobs/" + jobId).body()).get("status").asString(),
					"succeeded"::equals);
		String searchId = post("/api/v1/searches", "application/json", """
				{"corpus": "%s", "model": "fuzz-searched", "maxIterations": 1, "trials": 1, "space": {"layers": [1],
				 "hiddenSize": [4]}}""".formatted(corpusId)).get("id").asString();
		String sessionId = post("/api/v1/models/fuzz:1/sessions", "application/json", "{}").get("id").asString();
		String keyId = post("/api/v1/keys", "application/json", """
				{"name": "fuzz", "scopes": ["read"]}""").get("id").asString();
		return Map.of("/api/v1/corpora", corpusId, "/api/v1/training-jobs", jobId, "/api/v1/searches", searchId,
				"/api/v1/models", "fuzz:1", "/api/v1/sessions", sessionId, "/api/v1/keys", keyId);
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return this.http.send(HttpRequest.newBuilder(uri(path)).timeout(TIMEOUT).build(), BodyHandlers.ofString());
	}

	private JsonNode post(String path, String type, String body) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(uri(path))
			.timeout(TIMEOUT)
			.header("Content-Type", type)
			.POST(BodyPublishers.ofString(body))
			.build();
		return this.json.readTree(this.http.send(request, BodyHandlers.ofString()).body());
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

}
