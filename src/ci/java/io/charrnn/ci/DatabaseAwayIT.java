package io.charrnn.ci;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.charrnn.process.ServiceProcess;
import io.charrnn.testing.PostgresServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Stops PostgreSQL while the service trains and answers. */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class DatabaseAwayIT {

	private static final Duration RECOVERY = Duration.ofSeconds(10);

	@TempDir
	private Path folder;

	@Test
	void goesOnAndRecovers() throws Exception {
		try (PostgresServer database = PostgresServer.start()) {
			Replicas replicas = new Replicas(this.folder, database);
			try (ServiceProcess service = replicas.start()) {
				String corpus = Replicas.upload(service, "The quick brown fox jumps over the lazy dog. ".repeat(200));
				Replicas.awaitStatus(service, Replicas.train(service, corpus, 300), "succeeded");
				assertThat(generate(service).statusCode()).isEqualTo(200);
				String job = Replicas.train(service, corpus, 100_000_000);
				Replicas.awaitIteration(service, job, 100);
				List<Duration> recoveries = new ArrayList<>();
				for (int round = 1; round <= Faults.rounds(1); round++) {
					recoveries.add(goAwayAndComeBack(database, service, job, round));
				}
				Faults.tell("recovery when the database is back", recoveries, RECOVERY);
			}
		}
	}

	private static Duration goAwayAndComeBack(PostgresServer database, ServiceProcess service, String job, int round)
			throws Exception {
		database.down();
		long end = System.nanoTime() + Faults.duration(10).toNanos();
		int answers = 0;
		long slowest = 0;
		while (System.nanoTime() < end) {
			long begun = System.nanoTime();
			assertThat(generate(service).statusCode()).isEqualTo(200);
			slowest = Math.max(slowest, System.nanoTime() - begun);
			answers++;
		}
		HttpResponse<String> upload = service.postText("/api/v1/corpora?name=text", "a b ".repeat(100));
		assertThat(upload.statusCode()).as(upload.body()).isEqualTo(503);
		assertThat(upload.body()).contains("database-unavailable");
		assertThat(upload.headers().firstValue("Retry-After")).isPresent();
		assertThat(service.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
		assertThat(service.get("/actuator/health/serving").statusCode()).isEqualTo(200);
		database.up();
		long back = System.nanoTime();
		Awaitility.await("recovery")
			.atMost(Replicas.LIMIT)
			.until(() -> service.postText("/api/v1/corpora?name=text", "a b ".repeat(100)).statusCode() == 201);
		Duration recovery = Duration.ofNanos(System.nanoTime() - back);
		long iteration = Replicas.job(service, job).at("/progress/iteration").asLong();
		Replicas.awaitIteration(service, job, iteration + 100);
		System.out.printf(
				"faults: database away, round %d: %d answers meanwhile (slowest %d ms), recovered after %d ms, job goes on%n",
				round, answers, slowest / 1_000_000, recovery.toMillis());
		return recovery;
	}

	private static HttpResponse<String> generate(ServiceProcess service) throws Exception {
		return service.postJson("/api/v1/models/fox:1/generations", "{\"prompt\": \"The\", \"maxCharacters\": 20}");
	}

}
