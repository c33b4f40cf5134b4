package io.charrnn.ci;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.charrnn.process.ServiceProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two replicas on one PostgreSQL database. {@code -Dfaults.rounds=50} repeats the faults
 * more often than here; each round prints its figures.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class ReplicasIT {

	private static final String TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(200);

	private static final long ENDLESS = 100_000_000;

	/** Most time from a suspended replica's awakening until it has stopped its work. */
	private static final Duration ZOMBIE = Duration.ofSeconds(5);

	@TempDir
	private Path folder;

	@Test
	void shareJobsStreamsAndModels() throws Exception {
		Replicas replicas = new Replicas(this.folder);
		List<ServiceProcess> both = replicas.start(2);
		try (ServiceProcess one = both.get(0); ServiceProcess other = both.get(1)) {
			assertThat(replicas.query("SELECT count(*) FROM flyway_schema_history WHERE NOT success")).isZero();
			String corpus = Replicas.upload(one, TEXT);
			List<String> jobs = new ArrayList<>();
			for (int index = 0; index < 6; index++) {
				jobs.add(Replicas.train((index % 2 == 0) ? one : other, corpus, 300));
			}
			CompletableFuture<HttpResponse<InputStream>> stream = events(other, jobs.get(0));
			CompletableFuture<HttpResponse<InputStream>> sameStream = events(one, jobs.get(0));
			for (String job : jobs) {
				Replicas.awaitStatus(other, job, "succeeded");
				assertThat(replicas.epoch(job)).as("claims of " + job).isEqualTo(1);
			}
			assertThat(read(stream)).isEqualTo(read(sameStream)).contains("\"status\":\"succeeded\"");
			for (ServiceProcess any : both) {
				assertThat(generate(any, "fox:3")).isEqualTo(generate(one, "fox:3"));
			}
			pausesAndCancelsFromAnywhere(both, corpus);
		}
	}

	private static void pausesAndCancelsFromAnywhere(List<ServiceProcess> both, String corpus) throws Exception {
		List<String> running = List.of(Replicas.train(both.get(0), corpus, ENDLESS),
				Replicas.train(both.get(0), corpus, ENDLESS));
		for (String job : running) {
			Replicas.awaitIteration(both.get(1), job, 1);
			ServiceProcess.body(both.get(1).postJson("/api/v1/training-jobs/" + job + "/pause", ""), 202);
		}
		for (String job : running) {
			Replicas.awaitStatus(both.get(0), job, "paused");
			ServiceProcess.body(both.get(0).postJson("/api/v1/training-jobs/" + job + "/resume", ""), 202);
			Replicas.awaitStatus(both.get(0), job, "running");
			ServiceProcess.body(both.get(0).postJson("/api/v1/training-jobs/" + job + "/cancel", ""), 202);
		}
		for (String job : running) {
			Replicas.awaitStatus(both.get(1), job, "cancelled");
		}
	}

	@Test
	void otherReplicaGoesOnWhenOneDies() throws Exception {
		Replicas replicas = new Replicas(this.folder);
		List<Duration> takeovers = new ArrayList<>();
		ServiceProcess working = replicas.start();
		String job = Replicas.train(working, Replicas.upload(working, TEXT), ENDLESS);
		for (int round = 1; round <= Faults.rounds(1); round++) {
			Replicas.awaitIteration(working, job, 200);
			ServiceProcess next = replicas.start();
			long epoch = replicas.epoch(job);
			long checkpoint = working.json("/api/v1/training-jobs/" + job + "/checkpoints")
				.at("/items/0/iteration")
				.asLong();
			long killedAt = System.nanoTime();
			working.kill();
			Awaitility.await("takeover").atMost(Replicas.LIMIT).until(() -> replicas.epoch(job) > epoch);
			Duration takeover = Duration.ofNanos(System.nanoTime() - killedAt);
			long iteration = Replicas.awaitIteration(next, job, 1);
			takeovers.add(takeover);
			System.out.printf("faults: kill round %d: taken over after %d ms, checkpoint %d, iteration %d%n", round,
					takeover.toMillis(), checkpoint, iteration);
			assertThat(iteration).isGreaterThanOrEqualTo(checkpoint);
			working = next;
		}
		working.close();
		Faults.tell("takeover after a death", takeovers, Replicas.TAKEOVER);
	}

	@Test
	void replicaThatWakesUpChangesNothingAndStops() throws Exception {
		Replicas replicas = new Replicas(this.folder);
		List<ServiceProcess> both = new ArrayList<>(replicas.start(1));
		String job = Replicas.train(both.get(0), Replicas.upload(both.get(0), TEXT), ENDLESS);
		Replicas.awaitIteration(both.get(0), job, 200);
		both.add(replicas.start());
		List<Duration> stops = new ArrayList<>();
		try (ServiceProcess first = both.get(0); ServiceProcess second = both.get(1)) {
			ServiceProcess working = first;
			for (int round = 1; round <= Faults.rounds(2); round++) {
				ServiceProcess zombie = working;
				working = (working == first) ? second : first;
				long epoch = replicas.epoch(job);
				zombie.suspend();
				long suspendedAt = System.nanoTime();
				Awaitility.await("takeover").atMost(Replicas.LIMIT).until(() -> replicas.epoch(job) > epoch);
				Duration takeover = Duration.ofNanos(System.nanoTime() - suspendedAt);
				int before = count(zombie.log(), "training stops");
				zombie.proceed();
				long wokenAt = System.nanoTime();
				Awaitility.await("the zombie's end of work")
					.atMost(Replicas.LIMIT)
					.until(() -> count(zombie.log(), "training stops") > before);
				Duration stop = Duration.ofNanos(System.nanoTime() - wokenAt);
				System.out.printf("faults: zombie round %d: taken over after %d ms, zombie stopped after %d ms%n",
						round, takeover.toMillis(), stop.toMillis());
				stops.add(stop);
				assertThat(replicas.epoch(job)).isEqualTo(epoch + 1);
				assertEventsAreInOrder(replicas, job);
				long iteration = Replicas.job(working, job).at("/progress/iteration").asLong();
				Replicas.awaitIteration(working, job, iteration + 200);
			}
		}
		Faults.tell("end of a zombie's work", stops, ZOMBIE);
	}

	/** A stale write would have left an event twice, or one beyond the newest. */
	private static void assertEventsAreInOrder(Replicas replicas, String job) {
		assertThat(replicas.query("""
				SELECT count(*) FROM (SELECT event FROM training_metric WHERE job_id = '%1$s'
				UNION ALL SELECT event FROM training_sample WHERE job_id = '%1$s'
				UNION ALL SELECT event FROM checkpoint WHERE job_id = '%1$s') events
				WHERE event > (SELECT event FROM training_job WHERE id = '%1$s')""".formatted(job))).isZero();
		assertThat(replicas.query("""
				SELECT count(*) - count(DISTINCT event) FROM (SELECT event FROM training_metric WHERE job_id = '%1$s'
				UNION ALL SELECT event FROM training_sample WHERE job_id = '%1$s'
				UNION ALL SELECT event FROM checkpoint WHERE job_id = '%1$s') events""".formatted(job))).isZero();
	}

	private static int count(String text, String part) {
		return text.split(Pattern.quote(part), -1).length - 1;
	}

	private static CompletableFuture<HttpResponse<InputStream>> events(ServiceProcess service, String job) {
		return HttpClient.newHttpClient()
			.sendAsync(
					HttpRequest.newBuilder(service.uri().resolve("/api/v1/training-jobs/" + job + "/events")).build(),
					HttpResponse.BodyHandlers.ofInputStream());
	}

	/** The last event of a stream that has ended. */
	private static String read(CompletableFuture<HttpResponse<InputStream>> response) throws Exception {
		try (InputStream in = response.get().body()) {
			String[] events = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip().split("\n\n");
			return events[events.length - 1];
		}
	}

	private static String generate(ServiceProcess service, String model) throws Exception {
		return ServiceProcess
			.body(service.postJson("/api/v1/models/" + model + "/generations",
					"{\"prompt\": \"The\", \"maxCharacters\": 100, \"seed\": 5}"), 200)
			.at("/generations/0/text")
			.asString();
	}

}
