package io.charrnn.ci;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.charrnn.process.ServiceProcess;
import io.charrnn.process.Weights;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills what takes part in a training on Spark, in the middle of rounds: the service, an
 * executor, all executors, the driver, in turn. What {@code .ci/run} prepares must be in
 * {@code target}.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class SparkKillsIT {

	private static final String TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(400);

	/** So many that a kill is in the middle of them. */
	private static final int ITERATIONS = 800;

	/** In which killed processes are started again. */
	private static final int ITERATIONS_PER_FURTHER_KILL = 2000;

	/** Of a kill, in which a busy machine starts all that is needed again. */
	private static final Duration LIMIT = Duration.ofMinutes(5);

	private static final Duration NOTHING_LEFT = Duration.ofSeconds(5);

	/** Seeded, so that a failure can be repeated. */
	private final Random random = new Random(1);

	private final List<Duration> ends = new ArrayList<>();

	@TempDir
	private Path folder;

	@Test
	void nothingIsLeftOfClustersAndTheirBitsStay() throws Exception {
		int kills = Faults.rounds(1);
		long iterations = ITERATIONS + (long) ITERATIONS_PER_FURTHER_KILL * (kills - 1);
		Duration limit = LIMIT.multipliedBy(kills + 1L);
		ServiceProcess service = start();
		try {
			String corpus = Replicas.upload(service, TEXT);
			String job = train(service, corpus, iterations);
			for (int kill = 0; kill < kills; kill++) {
				awaitProgress(service, job);
				TimeUnit.MILLISECONDS.sleep(this.random.nextInt(500));
				if (kill % 4 == 0) {
					service = killService(service);
				}
				else {
					killOf(service, kill % 4);
				}
				assertThat(Replicas.job(service, job).get("status").asString()).isIn("running", "queued");
			}
			assertThat(weights(service, job, limit)).as("weights after %d kills", kills)
				.isEqualTo(weights(service, train(service, corpus, iterations), limit));
			List<ProcessHandle> cluster = cluster(service);
			service.close();
			awaitEnd(cluster);
			Faults.tell("seconds until no driver or executor was left", this.ends, NOTHING_LEFT);
		}
		finally {
			List<ProcessHandle> cluster = cluster(service);
			service.kill();
			cluster.forEach(ProcessHandle::destroyForcibly);
		}
	}

	private ServiceProcess start() throws Exception {
		List<String> options = new ArrayList<>(List.of(Replicas.HEAP));
		options.add("-Dcharrnn.training.checkpoint-interval=1s");
		options.add("-Dcharrnn.training.max-deaths=1000");
		options.add("-Dcharrnn.training.spark.home=" + Path.of("target", "spark-home").toAbsolutePath());
		options.add("-Dcharrnn.training.spark.jars=" + Path.of("target", "spark", "jars").toAbsolutePath());
		options.add("-Dcharrnn.training.spark.master=local-cluster[2,1,1024]");
		options.add("-Dcharrnn.training.spark.executor-memory=600MB");
		options.add("-Dcharrnn.training.spark.driver-memory=500MB");
		options.add("-Dcharrnn.training.spark.conf.[spark.ui.enabled]=false");
		return ServiceProcess.start(this.folder, options.toArray(String[]::new));
	}

	private static String train(ServiceProcess service, String corpus, long iterations) throws Exception {
		return ServiceProcess.body(service.postJson("/api/v1/training-jobs",
				"""
						{"corpus": "%s", "model": "fox", "cluster": {"workers": 4, "localIterations": 50},
						 "hyperparameters": {"layers": 2, "hiddenSize": 64, "batchSize": 24, "sequenceLength": 32, "dropout": 0.1,
						 "maxIterations": %d, "checkpointEvery": 500, "validateEvery": 100000, "seed": 7}}"""
					.formatted(corpus, iterations)),
				202)
			.get("id")
			.asString();
	}

	/** There are executors, and they have learned since the last kill. */
	private static void awaitProgress(ServiceProcess service, String job) throws Exception {
		long before = Replicas.job(service, job).at("/progress/iteration").asLong();
		Awaitility.await("progress of " + job).atMost(LIMIT).until(() -> {
			JsonNode now = Replicas.job(service, job);
			return now.at("/progress/iteration").asLong() > before && now.at("/clusterStatus/executors").asInt() == 2;
		});
	}

	/** Nobody tells the driver and the executors; starts another one. */
	private ServiceProcess killService(ServiceProcess service) throws Exception {
		List<ProcessHandle> cluster = cluster(service);
		assertThat(cluster).hasSize(3);
		service.kill();
		awaitEnd(cluster);
		return start();
	}

	private void killOf(ServiceProcess service, int which) {
		List<ProcessHandle> cluster = cluster(service);
		List<ProcessHandle> executors = cluster.stream()
			.filter((one) -> is(one, "CoarseGrainedExecutorBackend"))
			.toList();
		switch (which) {
			case 1 -> executors.stream().limit(1).forEach(ProcessHandle::destroyForcibly);
			case 2 -> executors.forEach(ProcessHandle::destroyForcibly);
			default -> {
				cluster.stream().filter((one) -> is(one, "SparkSubmit")).forEach(ProcessHandle::destroyForcibly);
				awaitEnd(cluster);
			}
		}
	}

	private void awaitEnd(List<ProcessHandle> cluster) {
		long begun = System.nanoTime();
		Awaitility.await("end of the cluster")
			.pollInterval(Duration.ofMillis(50))
			.atMost(LIMIT)
			.until(() -> cluster.stream().noneMatch(ProcessHandle::isAlive));
		this.ends.add(Duration.ofNanos(System.nanoTime() - begun));
	}

	/** The driver and the executors. */
	private static List<ProcessHandle> cluster(ServiceProcess service) {
		return ProcessHandle.of(service.pid())
			.stream()
			.flatMap(ProcessHandle::descendants)
			.filter((one) -> is(one, "SparkSubmit") || is(one, "CoarseGrainedExecutorBackend"))
			.toList();
	}

	private static boolean is(ProcessHandle process, String main) {
		return process.info().commandLine().orElse("").contains(main);
	}

	private static Map<String, String> weights(ServiceProcess service, String job, Duration limit) throws Exception {
		return Weights.sha256(service, Replicas.awaitStatus(service, job, "succeeded", limit).get("result").asString());
	}

}
