package io.charrnn.ci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import io.charrnn.process.ServiceProcess;
import io.charrnn.process.Weights;
import io.charrnn.testing.PostgresServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills the service at random points while it takes uploads, deletes, jobs and sessions
 * and trains. Both databases at the same time, as most of it is waiting.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class KillFaultsIT {

	private static final String TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(200);

	private static final int ITERATIONS_PER_KILL = 1000;

	/** In which a busy machine trains so many iterations. */
	private static final Duration LIMIT_PER_KILL = Duration.ofSeconds(10);

	@TempDir
	private Path folder;

	@Test
	void nothingIsLostWhenTheServiceIsKilled() throws Exception {
		Path own = Files.createDirectory(this.folder.resolve("sqlite"));
		Replicas replicas = new Replicas(this.folder, PostgresServer.shared(), "-Dcharrnn.training.max-deaths=1000",
				"-Ddb-scheduler.heartbeat-interval=PT0.25S", "-Ddb-scheduler.polling-interval=PT0.5S");
		List<String> options = new ArrayList<>(List.of(Replicas.HEAP));
		options.add("-Dcharrnn.training.checkpoint-interval=1s");
		options.add("-Dcharrnn.training.max-deaths=1000");
		Start start = () -> ServiceProcess.start(own, options.toArray(String[]::new));
		CompletableFuture<Void> sqlite = CompletableFuture.runAsync(() -> kill("SQLite", start));
		CompletableFuture<Void> postgres = CompletableFuture.runAsync(() -> kill("PostgreSQL", replicas::start));
		CompletableFuture.allOf(sqlite, postgres).join();
	}

	private static void kill(String database, Start start) {
		try {
			killRepeatedly(database, start);
		}
		catch (Exception ex) {
			throw new CompletionException(database, ex);
		}
	}

	private static void killRepeatedly(String database, Start start) throws Exception {
		// Seeded, so that a failure can be repeated.
		Random random = new Random(1);
		int rounds = Faults.rounds(2);
		long iterations = (long) ITERATIONS_PER_KILL * rounds;
		Duration limit = Replicas.LIMIT.plus(LIMIT_PER_KILL.multipliedBy(rounds));
		AcknowledgedWrites writes = new AcknowledgedWrites();
		String corpus;
		String model;
		String job;
		try (ServiceProcess service = start.start()) {
			corpus = Replicas.upload(service, TEXT);
			model = result(service, Replicas.train(service, corpus, 100), limit);
			writes.beginSession(service, model);
			job = Replicas.train(service, corpus, iterations);
			killWhileWriting(service, writes, corpus, random);
		}
		for (int round = 2; round <= rounds; round++) {
			try (ServiceProcess service = start.start()) {
				writes.assertKept(service);
				killWhileWriting(service, writes, corpus, random);
			}
		}
		try (ServiceProcess service = start.start()) {
			writes.assertKept(service);
			writes.assertWhole(service, model, limit);
			Map<String, String> disturbed = Weights.sha256(service, result(service, job, limit));
			Map<String, String> undisturbed = Weights.sha256(service,
					result(service, Replicas.train(service, corpus, iterations), limit));
			System.out.printf(
					"faults: %s: %d kills, %d writes acknowledged, 0 lost; SHA-256 of the weights %s, undisturbed %s%n",
					database, rounds, writes.count(), disturbed.get("coefficients.bin"),
					undisturbed.get("coefficients.bin"));
			assertThat(disturbed).containsKeys("coefficients.bin", "updaterState.bin").isEqualTo(undisturbed);
		}
	}

	private static void killWhileWriting(ServiceProcess service, AcknowledgedWrites writes, String corpus,
			Random random) throws Exception {
		writes.writeUntilKilled(service, corpus, () -> {
			TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(1400));
			service.kill();
			return null;
		});
	}

	private static String result(ServiceProcess service, String job, Duration limit) {
		return Replicas.awaitStatus(service, job, "succeeded", limit).get("result").asString();
	}

	private interface Start {

		ServiceProcess start() throws IOException;

	}

}
