package io.charrnn.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** A job that is killed again and again ends as one that is left alone, bit for bit. */
@Timeout(600)
class ResumeIT {

	private static final Duration LIMIT = Duration.ofSeconds(240);

	/** More kills make the test longer: {@code -Dresume.kills=20}. */
	private static final int KILLS = Integer.getInteger("resume.kills", 2);

	private static final int ITERATIONS_PER_KILL = 400;

	private static final int CHECKPOINT_EVERY = 100;

	private static final String TEXT = "The quick brown fox jumps over the lazy dog; pack my box with five dozen jugs. "
		.repeat(150);

	@ParameterizedTest
	@ValueSource(strings = { "adam", "soap" })
	void endsWithTheSameBitsHoweverOftenItIsKilled(String optimizer, @TempDir Path folder) throws Exception {
		Random random = new Random(7);
		String job;
		try (ServiceProcess service = start(folder)) {
			String corpus = ServiceProcess.body(service.postText("/api/v1/corpora?name=text", TEXT), 201)
				.get("id")
				.asString();
			awaitEnd(service, submit(service, corpus, "undisturbed", optimizer));
			job = submit(service, corpus, "killed", optimizer);
			awaitIterationAndKill(service, job, random.nextInt(ITERATIONS_PER_KILL));
		}
		for (int kill = 1; kill < KILLS; kill++) {
			try (ServiceProcess service = start(folder)) {
				awaitIterationAndKill(service, job, kill * ITERATIONS_PER_KILL + random.nextInt(ITERATIONS_PER_KILL));
			}
		}
		try (ServiceProcess service = start(folder)) {
			awaitEnd(service, job);
			Map<String, String> undisturbed = Weights.sha256(service, "undisturbed");
			System.out.printf("%d kills, SHA-256 of the weights %s%n", KILLS, undisturbed.get("coefficients.bin"));
			assertThat(undisturbed).containsKeys("coefficients.bin", "updaterState.bin");
			assertThat(Weights.sha256(service, "killed")).isEqualTo(undisturbed);
		}
	}

	private static ServiceProcess start(Path folder) throws IOException {
		return ServiceProcess.start(folder);
	}

	private static String submit(ServiceProcess service, String corpus, String model, String optimizer)
			throws Exception {
		return ServiceProcess
			.body(service.postJson("/api/v1/training-jobs",
					"""
							{"corpus": "%s", "model": "%s", "hyperparameters": {"cell": "LSTM", "layers": 2, "hiddenSize": 48,
							 "dropout": 0.2, "weightDecay": 0.1, "averaging": 0.05, "optimizer": "%s", "batchSize": 16,
							 "sequenceLength": 32, "maxIterations": %d, "validateEvery": 500, "checkpointEvery": %d, "seed": 7}}"""
						.formatted(corpus, model, optimizer, (KILLS + 1) * ITERATIONS_PER_KILL, CHECKPOINT_EVERY)),
					202)
			.get("id")
			.asString();
	}

	private static void awaitIterationAndKill(ServiceProcess service, String job, int iteration) throws Exception {
		JsonNode json = Awaitility.await("iteration " + iteration)
			.atMost(LIMIT)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> service.json("/api/v1/training-jobs/" + job),
					(shown) -> shown.at("/progress/iteration").asLong() >= iteration);
		service.kill();
		assertThat(json.get("status").asString()).isEqualTo("running");
		System.out.printf("killed at iteration %d or later%n", json.at("/progress/iteration").asLong());
	}

	private static void awaitEnd(ServiceProcess service, String job) {
		Awaitility.await("end of " + job)
			.atMost(LIMIT)
			.until(() -> service.json("/api/v1/training-jobs/" + job).get("status").asString().equals("succeeded"));
	}

}
