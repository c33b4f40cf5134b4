package io.charrnn.ci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A job that ends its process whenever a worker has claimed it: the test kills the
 * process then, as the kernel does for want of memory. After three deaths the service is
 * up, and the job says why it failed.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class PoisonJobIT {

	private static final String TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(200);

	private static final int MOST_DEATHS = 3;

	@TempDir
	private Path folder;

	@Test
	void isGivenUpOnSqlite() throws Exception {
		givesUp(sqlite("1"), "SQLite");
	}

	/** Each process on the database is another replica, which takes the job over. */
	@Test
	void isGivenUpByAllReplicas() throws Exception {
		Replicas replicas = new Replicas(this.folder, PostgresServer.shared(),
				"-Ddb-scheduler.heartbeat-interval=PT0.25S", "-Ddb-scheduler.polling-interval=PT0.5S",
				"-Dcharrnn.training.checkpoint-interval=1h");
		givesUp(new Database(replicas.url(), replicas::start), "PostgreSQL");
	}

	private static void givesUp(Database database, String name) throws Exception {
		int rounds = Faults.rounds(1);
		for (int round = 1; round <= rounds; round++) {
			String poison;
			String corpus;
			long claims;
			try (ServiceProcess service = database.start()) {
				corpus = Replicas.upload(service, TEXT);
				poison = train(service, corpus, 100_000_000);
				claims = database.awaitClaim(poison, 0);
				service.kill();
			}
			try (ServiceProcess service = assertGivenUp(database, poison, claims)) {
				Replicas.awaitStatus(service, train(service, corpus, 50), "succeeded");
			}
		}
		System.out.printf("faults: %s: %d poison jobs, %d deaths each, then up%n", name, rounds, MOST_DEATHS);
	}

	/** One that was asked for before it, and one after it. */
	@Test
	void takesNoInnocentJobWithIt() throws Exception {
		Database database = sqlite("3");
		int rounds = Faults.rounds(1);
		for (int round = 1; round <= rounds; round++) {
			String poison;
			List<String> innocent = new ArrayList<>();
			long claims;
			try (ServiceProcess service = database.start()) {
				String corpus = Replicas.upload(service, TEXT);
				innocent.add(Replicas.train(service, corpus, 3000));
				poison = train(service, corpus, 100_000_000);
				innocent.add(Replicas.train(service, corpus, 3000));
				claims = database.awaitClaim(poison, 0);
				service.kill();
			}
			try (ServiceProcess service = assertGivenUp(database, poison, claims)) {
				for (String job : innocent) {
					Replicas.awaitStatus(service, job, "succeeded");
				}
			}
		}
		System.out.printf("faults: SQLite: %d poison jobs beside others, which all succeeded%n", rounds);
	}

	/**
	 * Kills whoever claims the job, until nobody does.
	 * @param claims after which there was a death
	 * @return the service that has given the job up
	 */
	private static ServiceProcess assertGivenUp(Database database, String poison, long claims) throws Exception {
		long known = claims;
		for (int deaths = 1; deaths < MOST_DEATHS; deaths++) {
			try (ServiceProcess service = database.start()) {
				known = database.awaitClaim(poison, known);
				assertThat(known).as("claims after %d deaths", deaths).isPositive();
				service.kill();
			}
		}
		ServiceProcess service = database.start();
		try {
			assertThat(database.awaitClaim(poison, known)).as("claims after the last death").isEqualTo(-1);
			assertFailed(service, poison);
			return service;
		}
		catch (Throwable ex) {
			service.kill();
			throw ex;
		}
	}

	private static void assertFailed(ServiceProcess service, String poison) throws Exception {
		JsonNode error = Replicas.awaitStatus(service, poison, "failed").get("error");
		assertThat(error.get("type").asString()).isEqualTo("urn:char-rnn:problem:worker-died");
		assertThat(error.get("deaths").asInt()).isEqualTo(MOST_DEATHS);
		assertThat(error.get("detail").asString()).contains("Try a smaller hiddenSize");
	}

	/** Writes no checkpoint before it is killed. */
	private static String train(ServiceProcess service, String corpus, long iterations) throws Exception {
		return ServiceProcess.body(service.postJson("/api/v1/training-jobs", """
				{"corpus": "%s", "model": "poison", "hyperparameters": {"layers": 1, "hiddenSize": 32, "batchSize": 8,
				 "sequenceLength": 16, "maxIterations": %d, "checkpointEvery": 100000000, "validationFraction": 0}}"""
			.formatted(corpus, iterations)), 202).get("id").asString();
	}

	private Database sqlite(String concurrentJobs) throws IOException {
		Path own = Files.createDirectory(this.folder.resolve("sqlite"));
		List<String> options = new ArrayList<>(List.of(Replicas.HEAP));
		options.add("-Dcharrnn.training.checkpoint-interval=1h");
		options.add("-Dcharrnn.training.max-concurrent-jobs=" + concurrentJobs);
		return new Database("jdbc:sqlite:" + own.resolve("data").resolve("char-rnn.db"),
				() -> ServiceProcess.start(own, options.toArray(String[]::new)));
	}

	private interface Start {

		ServiceProcess start() throws IOException;

	}

	/**
	 * What outlives the processes.
	 *
	 * @param url of the database, to look into it
	 * @param process starts one on it
	 */
	private record Database(String url, Start process) {

		ServiceProcess start() throws IOException {
			return this.process.start();
		}

		/**
		 * Waits until a worker has claimed a job.
		 * @param known the claims before
		 * @return how many there are then, or -1 if the job has ended instead
		 */
		long awaitClaim(String job, long known) {
			return Awaitility.await("claim of " + job)
				.atMost(Replicas.LIMIT)
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(20))
				.until(() -> claims(job), (claims) -> claims < 0 || claims > known);
		}

		/** Claims of a job that runs; 0 while it waits, -1 if it has ended. */
		private long claims(String job) throws SQLException {
			try (Connection connection = DriverManager.getConnection(this.url);
					PreparedStatement query = connection.prepareStatement("""
							SELECT CASE status WHEN 'RUNNING' THEN lease_epoch WHEN 'QUEUED' THEN 0 ELSE -1 END
							FROM training_job WHERE id = ?""")) {
				query.setString(1, job);
				try (ResultSet rows = query.executeQuery()) {
					return rows.next() ? rows.getLong(1) : 0;
				}
			}
		}

	}

}
