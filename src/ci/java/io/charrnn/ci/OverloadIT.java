package io.charrnn.ci;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.charrnn.process.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Offers four times what the service takes at once: four times as many clients as it has
 * places, each of which asks as often as one does that has a place. Who is refused asks
 * no sooner and no later than others do, so that the offer stays the same; real clients
 * would wait as {@code Retry-After} says.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class OverloadIT {

	/** With more places than processors, texts share a processor from the start. */
	private static final int CAPACITY = Runtime.getRuntime().availableProcessors();

	private static final int CLIENTS = 4 * CAPACITY;

	private static final double MOST_SLOWER = 2;

	/** Until the JVM has compiled what requests and refusals run. */
	private static final Duration MOST_WARM_UP = Duration.ofSeconds(10);

	private static final Duration MOST_COMPARED = Duration.ofSeconds(5);

	@TempDir
	private Path folder;

	@Test
	void refusesWhatIsTooMuchAndServesTheRest() throws Exception {
		Duration length = Faults.duration(3);
		Duration warmUp = least(length, MOST_WARM_UP);
		Duration compared = least(length, MOST_COMPARED);
		try (ServiceProcess service = ServiceProcess.start(this.folder, "-XX:TieredStopAtLevel=4",
				"-Dcharrnn.inference.max-concurrent-requests=" + CAPACITY)) {
			publish(service);
			run(service, CLIENTS, Duration.ZERO, warmUp);
			run(service, CAPACITY, Duration.ZERO, warmUp);
			Result alone = run(service, 1, Duration.ZERO, compared);
			Result full = run(service, CAPACITY, Duration.ZERO, compared);
			Result overload = run(service, CLIENTS, full.mean(), length);
			System.out.printf("faults: overload: one client %s; at capacity %s; at four times capacity %s%n", alone,
					full, overload);
			Faults.tell("p99 of what is accepted under overload / at capacity",
					overload.millis(0.99) / full.millis(0.99), MOST_SLOWER);
			Faults.tell("p99 of what is accepted under overload / of one client",
					overload.millis(0.99) / alone.millis(0.99), MOST_SLOWER);
			assertThat(overload.accepted()).isNotEmpty();
			assertThat(overload.refused()).isPositive();
		}
	}

	private static Duration least(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	/** A network of a usual size, of which nobody asks that it has learned much. */
	private static void publish(ServiceProcess service) throws Exception {
		String corpus = Replicas.upload(service, "The quick brown fox jumps over the lazy dog. ".repeat(200));
		String job = ServiceProcess.body(service.postJson("/api/v1/training-jobs", """
				{"corpus": "%s", "model": "fox", "hyperparameters": {"layers": 2, "hiddenSize": 256, "batchSize": 8,
				 "sequenceLength": 16, "maxIterations": 10}}""".formatted(corpus)), 202).get("id").asString();
		Replicas.awaitStatus(service, job, "succeeded");
	}

	private static Result run(ServiceProcess service, int clients, Duration pace, Duration duration) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(clients);
		try {
			long begin = System.nanoTime();
			List<Callable<Result>> work = IntStream.range(0, clients)
				.mapToObj((client) -> begin + client * pace.toNanos() / clients)
				.map((first) -> (Callable<Result>) () -> ask(service, first, pace, begin + duration.toNanos()))
				.toList();
			Result all = new Result(List.of(), 0);
			for (Future<Result> result : threads.invokeAll(work)) {
				all = all.and(result.get());
			}
			return all;
		}
		finally {
			threads.shutdownNow();
		}
	}

	/** Asks again and again, at once after an answer if its pace is zero. */
	private static Result ask(ServiceProcess service, long first, Duration pace, long end) throws Exception {
		List<Long> accepted = new ArrayList<>();
		int refused = 0;
		for (long next = first; next < end; next = Math.max(next + pace.toNanos(), System.nanoTime())) {
			LockSupport.parkNanos(next - System.nanoTime());
			long begun = System.nanoTime();
			HttpResponse<String> response = service.postJson("/api/v1/models/fox:1/generations",
					"{\"prompt\": \"The\", \"maxCharacters\": 500}");
			assertThat(response.statusCode()).as(response.body()).isIn(200, 429, 503);
			if (response.statusCode() == 200) {
				accepted.add(System.nanoTime() - begun);
			}
			else {
				assertThat(response.headers().firstValue("Retry-After")).isPresent();
				refused++;
			}
		}
		return new Result(accepted, refused);
	}

	/**
	 * What came of requests.
	 *
	 * @param accepted nanoseconds of each answer
	 * @param refused how many were
	 */
	private record Result(List<Long> accepted, int refused) {

		Result and(Result other) {
			List<Long> all = new ArrayList<>(this.accepted);
			all.addAll(other.accepted);
			return new Result(all, this.refused + other.refused);
		}

		Duration mean() {
			return Duration.ofNanos((long) this.accepted.stream().mapToLong(Long::longValue).average().orElseThrow());
		}

		double millis(double quantile) {
			List<Long> sorted = this.accepted.stream().sorted().toList();
			return sorted.get((int) (sorted.size() * quantile)) / 1e6;
		}

		@Override
		public String toString() {
			return String.format(Locale.ROOT, "%d answers, median %.1f ms, p99 %.1f ms, %d times 503",
					this.accepted.size(), millis(0.5), millis(0.99), this.refused);
		}

	}

}
