package io.charrnn.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Jobs that are killed again and again end as those that are left alone, bit for bit: one
 * with each optimizer, at the same time.
 */
@Timeout(600)
class ResumeIT {

	private static final Duration LIMIT = Duration.ofSeconds(240);

	private static final List<String> OPTIMIZERS = List.of("adam", "soap");

	/** More kills make the test longer: {@code -Dresume.kills=20}. */
	private static final int KILLS = Integer.getInteger("resume.kills", 2);

	/** Of the job that is ahead. */
	private static final int ITERATIONS_PER_KILL = 200;

	private static final int CHECKPOINT_EVERY = 50;

	private static final String TEXT = "The quick brown fox jumps over the lazy dog; pack my box with five dozen jugs. "
		.repeat(150);

	@Test
	void endWithTheSameBitsHoweverOftenTheyAreKilled(@TempDir Path folder) throws Exception {
		Random random = new Random(7);
		List<String> jobs;
		try (ServiceProcess service = start(folder)) {
			String corpus = ServiceProcess.body(service.postText("/api/v1/corpora?name=text", TEXT), 201)
				.get("id")
				.asString();
			awaitEnd(service, submit(service, corpus, "undisturbed"));
			jobs = submit(service, corpus, "killed");
			awaitIterationAndKill(service, jobs, random.nextInt(ITERATIONS_PER_KILL));
		}
		for (int kill = 1; kill < KILLS; kill++) {
			try (ServiceProcess service = start(folder)) {
				awaitIterationAndKill(service, jobs, kill * ITERATIONS_PER_KILL + random.nextInt(ITERATIONS_PER_KILL));
			}
		}
		try (ServiceProcess service = start(folder)) {
			awaitEnd(service, jobs);
			for (String optimizer : OPTIMIZERS) {
				Map<String, String> undisturbed = Weights.sha256(service, "undisturbed-" + optimizer);
				System.out.printf("%d kills, %s, SHA-256 of the weights %s%n", KILLS, optimizer,
						undisturbed.get("coefficients.bin"));
				assertThat(undisturbed).containsKeys("coefficients.bin", "updaterState.bin");
				assertThat(Weights.sha256(service, "killed-" + optimizer)).as(optimizer).isEqualTo(undisturbed);
			}
		}
	}

	/**
	 * With all compilers: which of them has compiled what must not be seen in the bits.
	 */
	private static ServiceProcess start(Path folder) throws IOException {
		return ServiceProcess.start(folder, "-XX:TieredStopAtLevel=4",
				"-Dcharrnn.training.max-concurrent-jobs=" + OPTIMIZERS.size(), "-Dcharrnn.training.threads=2");
	}

	private static List<String> submit(ServiceProcess service, String corpus, String model) throws Exception {
		List<String> jobs = new ArrayList<>();
		for (String optimizer : OPTIMIZERS) {
			jobs.add(submit(service, corpus, model + "-" + optimizer, optimizer));
		}
		return jobs;
	}

	private static String submit(ServiceProcess service, String corpus, String model, String optimizer)
			throws Exception {
		return ServiceProcess
			.body(service.postJson("/api/v1/training-jobs",
					"""
							{"corpus": "%s", "model": "%s", "hyperparameters": {"cell": "LSTM", "layers": 2, "hiddenSize": 48,
							 "dropout": 0.2, "weightDecay": 0.1, "averaging": 0.05, "optimizer": "%s", "batchSize": 16,
							 "sequenceLength": 32, "maxIterations": %d, "validateEvery": 200, "checkpointEvery": %d, "seed": 7}}"""
						.formatted(corpus, model, optimizer, (KILLS + 1) * ITERATIONS_PER_KILL, CHECKPOINT_EVERY)),
					202)
			.get("id")
			.asString();
	}

	/** All have begun by then, and none has ended. */
	private static void awaitIterationAndKill(ServiceProcess service, List<String> jobs, int iteration)
			throws Exception {
		List<JsonNode> shown = Awaitility.await("iteration " + iteration)
			.atMost(LIMIT)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> read(service, jobs),
					(all) -> all.stream().allMatch((job) -> job.get("status").asString().equals("running"))
							&& all.stream().anyMatch((job) -> iteration(job) >= iteration));
		service.kill();
		System.out.printf("killed at iterations %s or later%n", shown.stream().map(ResumeIT::iteration).toList());
	}

	private static long iteration(JsonNode job) {
		return job.at("/progress/iteration").asLong();
	}

	private static List<JsonNode> read(ServiceProcess service, List<String> jobs) throws Exception {
		List<JsonNode> shown = new ArrayList<>();
		for (String job : jobs) {
			shown.add(service.json("/api/v1/training-jobs/" + job));
		}
		return shown;
	}

	private static void awaitEnd(ServiceProcess service, List<String> jobs) {
		Awaitility.await("end of " + jobs)
			.atMost(LIMIT)
			.until(() -> read(service, jobs).stream()
				.allMatch((job) -> job.get("status").asString().equals("succeeded")));
	}

}
