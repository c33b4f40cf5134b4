package io.charrnn.ci;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.charrnn.process.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Asks for four times what the service takes at once. */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class OverloadIT {

	private static final int CAPACITY = 8;

	private static final double MOST_SLOWER = 2;

	@TempDir
	private Path folder;

	@Test
	void refusesWhatIsTooMuchAndServesTheRest() throws Exception {
		try (ServiceProcess service = ServiceProcess.start(this.folder,
				"-Dcharrnn.inference.max-concurrent-requests=" + CAPACITY)) {
			String corpus = Replicas.upload(service, "The quick brown fox jumps over the lazy dog. ".repeat(200));
			Replicas.awaitStatus(service, Replicas.train(service, corpus, 300), "succeeded");
			run(service, CAPACITY, Duration.ofSeconds(4));
			Result alone = run(service, 1, Duration.ofSeconds(3));
			Result full = run(service, CAPACITY, Duration.ofSeconds(3));
			Result overload = run(service, 4 * CAPACITY, Faults.duration(20));
			System.out.printf(
					"faults: overload: one client %d answers, p99 %.1f ms; at capacity %d answers, p99 %.1f ms; at four times capacity %d answers, p99 %.1f ms, %d times 503%n",
					alone.accepted().size(), alone.p99(), full.accepted().size(), full.p99(),
					overload.accepted().size(), overload.p99(), overload.refused());
			Faults.tell("p99 of what is accepted under overload / at capacity", overload.p99() / full.p99(),
					MOST_SLOWER);
			Faults.tell("p99 of what is accepted under overload / of one client", overload.p99() / alone.p99(),
					MOST_SLOWER);
			assertThat(overload.accepted()).isNotEmpty();
			assertThat(overload.refused()).isPositive();
		}
	}

	private static Result run(ServiceProcess service, int clients, Duration duration) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(clients);
		try {
			long end = System.nanoTime() + duration.toNanos();
			List<Callable<Result>> work = IntStream.range(0, clients)
				.mapToObj((client) -> (Callable<Result>) () -> ask(service, end))
				.toList();
			Result all = new Result(new ArrayList<>(), 0);
			for (Future<Result> result : threads.invokeAll(work)) {
				all = all.and(result.get());
			}
			return all;
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static Result ask(ServiceProcess service, long end) throws Exception {
		List<Long> accepted = new ArrayList<>();
		int refused = 0;
		while (System.nanoTime() < end) {
			long begun = System.nanoTime();
			HttpResponse<String> response = service.postJson("/api/v1/models/fox:1/generations",
					"{\"prompt\": \"The\", \"maxCharacters\": 2000}");
			assertThat(response.statusCode()).as(response.body()).isIn(200, 429, 503);
			if (response.statusCode() == 200) {
				accepted.add(System.nanoTime() - begun);
			}
			else {
				assertThat(response.headers().firstValue("Retry-After")).isPresent();
				refused++;
				TimeUnit.MILLISECONDS.sleep(10);
			}
		}
		return new Result(accepted, refused);
	}

	private record Result(List<Long> accepted, int refused) {

		Result and(Result other) {
			List<Long> all = new ArrayList<>(this.accepted);
			all.addAll(other.accepted);
			return new Result(all, this.refused + other.refused);
		}

		/** Milliseconds. */
		double p99() {
			List<Long> sorted = this.accepted.stream().sorted().toList();
			return sorted.get((int) (sorted.size() * 0.99)) / 1e6;
		}

	}

}
