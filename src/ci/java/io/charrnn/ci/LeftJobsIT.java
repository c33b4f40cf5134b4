package io.charrnn.ci;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.charrnn.process.ServiceProcess;
import io.charrnn.testing.PostgresServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Jobs that some replicas cannot run, as their heaps are too small. */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class LeftJobsIT {

	private static final String TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(200);

	private static final long ENDLESS = 100_000_000;

	@TempDir
	private Path folder;

	@Test
	void areLeftToReplicasThatCanRunThem() throws Exception {
		Replicas replicas = new Replicas(this.folder, PostgresServer.shared(), "-Xmx900m");
		try (ServiceProcess large = replicas.start()) {
			String corpus = Replicas.upload(large, TEXT);
			String busy = Replicas.train(large, corpus, ENDLESS);
			Replicas.awaitIteration(large, busy, 1);
			String job = ServiceProcess.body(large.postJson("/api/v1/training-jobs", """
					{"corpus": "%s", "model": "large", "preset": "large",
					 "hyperparameters": {"maxIterations": 1, "batchSize": 1, "sequenceLength": 8}}"""
				.formatted(corpus)), 202).get("id").asString();
			try (ServiceProcess small = replicas.startWith("-Xmx200m")) {
				assertThat(awaitWaiting(small, job, "replica").at("/waiting/detail").asString()).contains("Java heap");
				large.kill();
				awaitWaiting(small, job, "nobody");
				ServiceProcess.body(small.postJson("/api/v1/training-jobs/" + busy + "/cancel", ""), 202);
				try (ServiceProcess other = replicas.start()) {
					Replicas.awaitStatus(other, job, "succeeded");
				}
			}
		}
	}

	private static JsonNode awaitWaiting(ServiceProcess service, String job, String reason) {
		return Awaitility.await(reason)
			.atMost(Replicas.LIMIT)
			.until(() -> Replicas.job(service, job), (json) -> json.at("/waiting/reason").asString().equals(reason));
	}

}
