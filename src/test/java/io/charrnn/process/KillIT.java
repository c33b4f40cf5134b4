package io.charrnn.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(300)
class KillIT {

	private static final Duration LIMIT = Duration.ofSeconds(120);

	private static final int ITERATIONS = 600;

	private static final int CHECKPOINT_EVERY = 50;

	@Test
	void losesNothingThatWasAcknowledgedAndGoesOnFromTheCheckpoint(@TempDir Path folder) throws Exception {
		String killed;
		String waiting;
		long checkpoint;
		Map<String, String> corpora = new HashMap<>();
		try (ServiceProcess service = ServiceProcess.start(folder)) {
			String corpus = upload(service, "The quick brown fox jumps over the lazy dog. ".repeat(100)).get("id")
				.asString();
			killed = submit(service, corpus);
			waiting = submit(service, corpus);
			checkpoint = awaitCheckpoint(service, killed);
			for (int i = 0; i < 20; i++) {
				JsonNode other = upload(service, "one more text, number %d ".formatted(i).repeat(20));
				corpora.put(other.get("id").asString(), other.get("sha256").asString());
			}
			assertThat(service.json("/api/v1/training-jobs/" + killed).get("status").asString()).isEqualTo("running");
			service.kill();
		}
		try (ServiceProcess service = ServiceProcess.start(folder)) {
			for (Map.Entry<String, String> corpus : corpora.entrySet()) {
				assertThat(service.json("/api/v1/corpora/" + corpus.getKey()).get("sha256").asString())
					.isEqualTo(corpus.getValue());
			}
			assertThat(iteration(service, killed)).isGreaterThanOrEqualTo(checkpoint);
			JsonNode resumed = awaitEnd(service, killed);
			JsonNode undisturbed = awaitEnd(service, waiting);
			assertThat(resumed.at("/progress/iteration").asLong()).isEqualTo(ITERATIONS);
			assertThat(resumed.get("validationLoss")).isEqualTo(undisturbed.get("validationLoss"));
			assertThat(resumed.get("result").asString()).isEqualTo("fox:1");
			assertThat(undisturbed.get("result").asString()).isEqualTo("fox:2");
		}
	}

	private static JsonNode upload(ServiceProcess service, String text) throws Exception {
		return ServiceProcess.body(service.postText("/api/v1/corpora?name=text", text), 201);
	}

	private static String submit(ServiceProcess service, String corpus) throws Exception {
		return ServiceProcess.body(service.postJson("/api/v1/training-jobs", """
				{"corpus": "%s", "model": "fox", "hyperparameters": {"layers": 1, "hiddenSize": 64, "batchSize": 8,
				 "sequenceLength": 32, "maxIterations": %d, "validateEvery": 50, "checkpointEvery": %d, "seed": 7}}"""
			.formatted(corpus, ITERATIONS, CHECKPOINT_EVERY)), 202).get("id").asString();
	}

	private static long awaitCheckpoint(ServiceProcess service, String job) {
		return Awaitility.await("first checkpoint")
			.atMost(LIMIT)
			.until(() -> service.json("/api/v1/training-jobs/" + job + "/checkpoints")
				.at("/items/0/iteration")
				.asLong(0), (iteration) -> iteration > 0);
	}

	private static long iteration(ServiceProcess service, String job) throws Exception {
		return service.json("/api/v1/training-jobs/" + job).at("/progress/iteration").asLong();
	}

	private static JsonNode awaitEnd(ServiceProcess service, String job) {
		return Awaitility.await("end of " + job)
			.atMost(LIMIT)
			.until(() -> service.json("/api/v1/training-jobs/" + job),
					(json) -> json.get("status").asString().equals("succeeded"));
	}

}
