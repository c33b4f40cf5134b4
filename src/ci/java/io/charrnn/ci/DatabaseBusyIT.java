package io.charrnn.ci;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.charrnn.process.ForeignLock;
import io.charrnn.process.ServiceProcess;
import io.charrnn.testing.Requirement;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the database from being written to while the service trains, answers and takes
 * uploads: another process holds the lock, or the disk does not sync.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class DatabaseBusyIT {

	private static final String TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(200);

	/** For a connection and then for the lock. */
	private static final Duration WAIT = Duration.ofSeconds(10);

	@TempDir
	private Path folder;

	@Test
	void goesOnWhileAnotherProcessHoldsTheLockOfSqlite() throws Exception {
		try (ServiceProcess service = ServiceProcess.start(this.folder, Replicas.HEAP)) {
			String url = "jdbc:sqlite:" + this.folder.resolve("data").resolve("char-rnn.db");
			goesOn(service, "SQLite locked", () -> ForeignLock.take(url, "corpus"));
		}
	}

	@Test
	void goesOnWhileAnotherProcessHoldsALockInPostgresql() throws Exception {
		Replicas replicas = new Replicas(this.folder);
		try (ServiceProcess service = replicas.start()) {
			goesOn(service, "PostgreSQL locked", () -> ForeignLock.take(replicas.url(), "corpus, readiness"));
		}
	}

	/** In the long form alone: not every container lets a process be traced. */
	@Test
	@EnabledIfSystemProperty(named = "faults.rounds", matches = ".+")
	void goesOnWhileTheDiskDoesNotSync() throws Exception {
		Path strace = Requirement.of(Optional.of(Path.of("/usr/bin/strace")).filter(Files::isExecutable),
				"there is no strace, which delays what a process asks the system for; Debian's package is strace");
		try (ServiceProcess service = ServiceProcess.start(this.folder, Replicas.HEAP)) {
			goesOn(service, "a sync that does not end", () -> {
				Process slow = new ProcessBuilder(strace.toString(), "-f", "-o", "/dev/null", "-p",
						String.valueOf(service.pid()), "-e", "trace=fsync,fdatasync", "-e",
						"inject=fsync,fdatasync:delay_enter=" + 1000 * held().plusSeconds(3).toMillis())
					.start();
				// Ends the delay as well.
				return () -> slow.destroyForcibly().waitFor();
			});
		}
	}

	private static Duration held() {
		return Faults.duration(12);
	}

	private static void goesOn(ServiceProcess service, String what, Fault fault) throws Exception {
		String corpus = Replicas.upload(service, TEXT);
		Replicas.awaitStatus(service, Replicas.train(service, corpus, 100), "succeeded");
		assertThat(predict(service).statusCode()).isEqualTo(200);
		String job = Replicas.train(service, corpus, 100_000_000);
		Replicas.awaitIteration(service, job, 100);
		List<Duration> waits = new ArrayList<>();
		for (int round = 1; round <= Faults.rounds(1); round++) {
			int before = corpora(service);
			int taken = 0;
			List<CompletableFuture<HttpResponse<String>>> uploads = new ArrayList<>();
			try (AutoCloseable end = fault.begin()) {
				Awaitility.await(what)
					.atMost(Replicas.LIMIT)
					.until(() -> service.get("/actuator/health/readiness").statusCode() == 503);
				assertThat(service.get("/actuator/health/serving").statusCode()).isEqualTo(200);
				for (int number = 0; number < 24; number++) {
					uploads.add(upload(service, waits));
				}
				for (long until = System.nanoTime() + held().toNanos(); System.nanoTime() < until;) {
					assertThat(predict(service).statusCode()).isEqualTo(200);
					assertThat(service.get("/api/v1/training-jobs/" + job).statusCode()).isEqualTo(200);
					assertThat(service.get("/api/v1/corpora/" + corpus + "/text?characters=9").statusCode())
						.isEqualTo(200);
				}
			}
			for (CompletableFuture<HttpResponse<String>> upload : uploads) {
				assertThat(upload.join().statusCode()).isIn(201, 503);
				taken += (upload.join().statusCode() == 201) ? 1 : 0;
			}
			for (int number = 0; number < 24; number++) {
				Replicas.upload(service, TEXT);
			}
			assertThat(corpora(service)).isEqualTo(before + taken + 24);
			assertThat(service.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
			long iteration = Replicas.job(service, job).at("/progress/iteration").asLong();
			Replicas.awaitIteration(service, job, iteration + 100);
		}
		Faults.tell(what + ": a refused write waited", waits, WAIT);
	}

	private static CompletableFuture<HttpResponse<String>> upload(ServiceProcess service, List<Duration> waits) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				long begin = System.nanoTime();
				HttpResponse<String> response = service.postText("/api/v1/corpora?name=text", TEXT);
				synchronized (waits) {
					waits.add(Duration.ofNanos(System.nanoTime() - begin));
				}
				return response;
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}, (upload) -> new Thread(upload).start());
	}

	private static int corpora(ServiceProcess service) throws Exception {
		JsonNode page = service.json("/api/v1/corpora?limit=500");
		return page.get("items").size();
	}

	private static HttpResponse<String> predict(ServiceProcess service) throws Exception {
		return service.postJson("/api/v1/models/fox:1/predictions", "{\"text\": \"The\"}");
	}

	private interface Fault {

		AutoCloseable begin() throws Exception;

	}

}
