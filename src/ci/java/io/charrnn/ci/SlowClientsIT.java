package io.charrnn.ci;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.charrnn.ci.SlowClients.Kind;
import io.charrnn.model.Cell;
import io.charrnn.process.ServiceProcess;
import io.charrnn.testing.Networks;
import io.charrnn.testing.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps 200 connections open on which a client is slow, of one kind after another and
 * then of all kinds at once, while a normal client asks for predictions and another for
 * liveness.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class SlowClientsIT {

	private static final int CONNECTIONS = 200;

	/** Slower than the least rate at which the service waits for ever. */
	private static final Duration SLOW = Duration.ofMillis(500);

	private static final String SOME = "a".repeat(250);

	/** Faster than that. */
	private static final String MORE = "a".repeat(600);

	/** The beginning of a file whose name goes on. */
	private static final String GZIP = "\u001f\u008b\b\b\0\0\0\0\0\3";

	private static final String FILE = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";

	private static final Duration WARM_UP = Duration.ofSeconds(3);

	private static final Duration ALONE = Duration.ofSeconds(3);

	private static final Duration LIVENESS = Duration.ofSeconds(1);

	/** A probe gives up then. */
	private static final Duration MOST_LIVENESS = Duration.ofSeconds(5);

	/**
	 * Of answers about liveness that must be there in time: a machine may be busy once.
	 */
	private static final double LEAST_SHARE = 0.9;

	/** Of which a share says something; the long form has them. */
	private static final int ENOUGH_ANSWERS = 20;

	private static final double MOST_SLOWER = 3;

	@TempDir
	private Path folder;

	@Test
	void doNotKeepOthersWaiting() throws Exception {
		Duration duration = Faults.duration(1);
		try (ServiceProcess service = ServiceProcess.start(this.folder, "-Xmx512m",
				"-Dcharrnn.inference.max-concurrent-requests=" + 2 * CONNECTIONS)) {
			int port = service.uri().getPort();
			TestModels.upload(port, "fox", Networks.random(Cell.LSTM, 2, 128, "abcdefgh \n"));
			String corpus = Replicas.upload(service, "The quick brown fox jumps over the lazy dog.\n".repeat(100_000));
			measure(service, WARM_UP);
			Seen alone = measure(service, ALONE);
			List<Kind> kinds = kinds(corpus, startJob(service));
			for (Kind kind : kinds) {
				check(kind.name(), alone, besides(service, List.of(kind), CONNECTIONS, duration));
			}
			check("all kinds at once", alone, besides(service, kinds, CONNECTIONS / kinds.size(), duration));
		}
	}

	private static void check(String kind, Seen alone, Seen seen) {
		System.out.printf(Locale.ROOT,
				"faults: %d slow clients, %s: %d ended; p99 of a normal client %.1f ms, alone %.1f%n", CONNECTIONS,
				kind, seen.ended(), seen.p99(), alone.p99());
		Faults.tell("p99 of a normal client / alone, beside slow clients: " + kind, seen.p99() / alone.p99(),
				MOST_SLOWER);
		Duration liveness = Duration.ofNanos(Collections.max(seen.liveness()));
		Faults.tell("seconds until liveness, most beside slow clients: " + kind, liveness.toMillis() / 1e3,
				LIVENESS.toSeconds());
		assertThat(liveness).isLessThan(MOST_LIVENESS);
		if (seen.liveness().size() >= ENOUGH_ANSWERS) {
			assertThat(seen.shareAlive(LIVENESS)).as("share of answers about liveness within %s, %s", LIVENESS, kind)
				.isGreaterThanOrEqualTo(LEAST_SHARE);
		}
	}

	private static List<Kind> kinds(String corpus, String job) {
		String text = "Content-Type: text/plain\r\n";
		String json = "Content-Type: application/json\r\n";
		String known = "Content-Length: 30000000\r\n";
		String chunked = "Transfer-Encoding: chunked\r\n";
		String chunk = "fa\r\n" + SOME + "\r\n";
		String pipelined = head("GET /api/v1/corpora/" + corpus + "/text?characters=10000", "").repeat(10);
		String stream = "{\"maxCharacters\": 5000, \"stream\": true}";
		return List.of(Kind.sends("heads", "GET / HTTP/1.1\r\nHost: localhost\r\n", "X-A: a\r\n", SLOW),
				Kind.sends("bodies", head("POST /api/v1/corpora", text + known), SOME, SLOW),
				Kind.sends("bodies at 1.2 KB/s", head("POST /api/v1/corpora", text + known), MORE, SLOW),
				Kind.sends("chunks", head("POST /api/v1/corpora", text + chunked), chunk, SLOW),
				Kind.sends("forms",
						head("POST /v1/files", "Content-Type: multipart/form-data; boundary=b\r\n" + known) + FILE,
						SOME, SLOW),
				Kind.sends("archives", head("POST /api/v1/models?name=a", "Content-Type: application/zip\r\n" + known),
						SOME, SLOW),
				Kind.sends("JSON",
						head("POST /api/v1/models/fox/scores", json + "Content-Length: 3000000\r\n") + "{\"text\": \"",
						SOME, SLOW),
				Kind.sends("gzip", head("POST /api/v1/corpora", "Content-Encoding: gzip\r\n" + known) + GZIP, SOME,
						SLOW),
				Kind.sends("bodies refused by path", head("POST /nothing", text + "Content-Length: 2000000000\r\n"),
						MORE, SLOW),
				Kind.sends("bodies refused by size", head("POST /api/v1/models/fox/predictions", json + known), MORE,
						SLOW),
				Kind.sends("bodies refused by type", head("POST /api/v1/training-jobs", text + known), MORE, SLOW),
				Kind.reads("streams read at 500 B/s",
						head("POST /api/v1/models/fox/generations",
								json + "Content-Length: " + stream.length() + "\r\n") + stream,
						50),
				Kind.reads("downloads read at 500 B/s", head("GET /v1/files/" + corpus + "/content", ""), 50),
				Kind.reads("downloads not read", head("GET /v1/files/" + corpus + "/content", ""), 1),
				Kind.reads("job events not read", head("GET /api/v1/training-jobs/" + job + "/events", ""), 1),
				Kind.sends("pipelined requests, answers not read", pipelined, pipelined, Duration.ofSeconds(2))
					.readingSlowly(),
				Kind.halfCloses("bodies cut off", head("POST /api/v1/corpora", text + known)),
				Kind.reads("idle connections", "", 1),
				Kind.sends("unknown paths", head("GET /nothing", ""), head("GET /nothing", ""), Duration.ofSeconds(1)));
	}

	private static String head(String request, String headers) {
		return request + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
	}

	/** A job that goes on and on without computing much: its text is short. */
	private static String startJob(ServiceProcess service) throws Exception {
		String corpus = Replicas.upload(service, "The quick brown fox jumps over the lazy dog. ".repeat(100));
		String job = Replicas.train(service, corpus, 1_000_000_000);
		Replicas.awaitIteration(service, job, 1);
		assertThat(service.postJson("/api/v1/training-jobs/" + job + "/pause", "").statusCode()).isLessThan(300);
		return job;
	}

	private static Seen besides(ServiceProcess service, List<Kind> kinds, int count, Duration duration)
			throws Exception {
		List<SlowClients> slow = kinds.stream()
			.map((kind) -> new SlowClients(service.uri().getPort(), kind, count, duration))
			.toList();
		ExecutorService threads = Executors.newFixedThreadPool(slow.size());
		try {
			List<Future<?>> running = new ArrayList<>();
			slow.forEach((clients) -> running.add(threads.submit(clients)));
			Seen seen = measure(service, duration);
			for (Future<?> clients : running) {
				clients.get();
			}
			return new Seen(seen.answers(), seen.liveness(), slow.stream().mapToInt(SlowClients::ended).sum());
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static Seen measure(ServiceProcess service, Duration duration) throws Exception {
		long end = System.nanoTime() + duration.toNanos();
		ExecutorService other = Executors.newSingleThreadExecutor();
		try {
			Future<List<Long>> liveness = other.submit(() -> repeat(end, Duration.ofMillis(200), () -> {
				RawHttp answer = RawHttp.send(service.uri().getPort(),
						"GET /actuator/health/liveness HTTP/1.1\nHost: localhost\nConnection: close\n\n");
				return assertThat(answer.status()).isEqualTo(200);
			}));
			List<Long> answers = repeat(end, Duration.ofMillis(10), () -> {
				HttpResponse<String> answer = service.postJson("/api/v1/models/fox/predictions", "{\"text\": \"abc\"}");
				return assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
			});
			return new Seen(answers, liveness.get(), 0);
		}
		finally {
			other.shutdownNow();
		}
	}

	/** Nanoseconds that each turn took. */
	private static List<Long> repeat(long end, Duration pause, Callable<?> turn) throws Exception {
		List<Long> taken = new ArrayList<>();
		while (System.nanoTime() < end || taken.isEmpty()) {
			long begun = System.nanoTime();
			turn.call();
			taken.add(System.nanoTime() - begun);
			LockSupport.parkNanos(pause.toNanos());
		}
		return taken;
	}

	/**
	 * What was seen for a time.
	 *
	 * @param answers nanoseconds of each answer to a normal client
	 * @param liveness nanoseconds of each answer about liveness
	 * @param ended slow connections that the service has ended
	 */
	private record Seen(List<Long> answers, List<Long> liveness, int ended) {

		/** The share of answers about liveness that were there in time. */
		double shareAlive(Duration time) {
			return (double) this.liveness.stream().filter((taken) -> taken <= time.toNanos()).count()
					/ this.liveness.size();
		}

		/** Milliseconds. */
		double p99() {
			List<Long> sorted = this.answers.stream().sorted().toList();
			return sorted.get((int) (sorted.size() * 0.99)) / 1e6;
		}

	}

}
