package io.charrnn.bench.serving;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many connections that read one stream of server-sent events after the other, of seeded
 * lengths, as streams of one length would all begin at the same instants. A process of
 * its own beside the service, on the same processors.
 */
final class StreamLoad {

	private static final int CONNECTIONS = 64;

	private static final int FEWEST_CHARACTERS = 1000;

	private static final int MOST_CHARACTERS = 3000;

	private static final String GENERATED = "\"generatedCharacters\":";

	private final int port;

	private final String model;

	private volatile long begin;

	private volatile long end;

	private StreamLoad(int port, String model) {
		this.port = port;
		this.model = model;
	}

	/** Arguments: port, model, seconds of warm-up, seconds. */
	public static void main(String[] arguments) throws Exception {
		new StreamLoad(Integer.parseInt(arguments[0]), arguments[1]).run(Double.parseDouble(arguments[2]),
				Double.parseDouble(arguments[3]));
	}

	private void run(double warmUp, double seconds) throws Exception {
		this.begin = System.nanoTime() + (long) (warmUp * 1e9);
		this.end = this.begin + (long) (seconds * 1e9);
		List<Callable<Seen>> connections = new ArrayList<>();
		for (int index = 0; index < CONNECTIONS; index++) {
			int number = index;
			connections.add(() -> stream(number));
		}
		ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
		List<Future<Seen>> ended = threads.invokeAll(connections);
		threads.shutdown();
		double[] latencies = {};
		long done = 0;
		for (Future<Seen> seen : ended) {
			done += seen.get().done;
			int from = latencies.length;
			latencies = Arrays.copyOf(latencies, from + seen.get().latencies.size());
			for (double latency : seen.get().latencies) {
				latencies[from++] = latency;
			}
		}
		Arrays.sort(latencies);
		System.out.printf(Locale.ROOT, "%s%.1f %.2f %.2f %.2f%n", StepContender.MARK, done / seconds,
				quantile(latencies, 50), quantile(latencies, 99), quantile(latencies, 100));
	}

	/** Not a number if no text began in time, as where the machine is busy and the time short. */
	private static double quantile(double[] sorted, int percent) {
		return (sorted.length == 0) ? Double.NaN : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
	}

	/** Counts characters, and how long the first one of each text took. */
	private Seen stream(int number) throws IOException {
		Seen seen = new Seen();
		Random lengths = new Random(number);
		try (Connection connection = new Connection(this.port, "/api/v1/models/%s/generations".formatted(this.model),
				"text/event-stream")) {
			for (long sent = System.nanoTime(); sent < this.end; sent = System.nanoTime()) {
				connection.send("{\"prompt\":\"What light \",\"maxCharacters\":%d,\"seed\":%d,\"stream\":true}"
					.formatted(FEWEST_CHARACTERS + lengths.nextInt(MOST_CHARACTERS - FEWEST_CHARACTERS + 1), number));
				connection.readHead();
				String chunk = connection.readChunk();
				double first = (System.nanoTime() - sent) / 1e6;
				long characters = 0;
				for (; !chunk.isEmpty(); chunk = connection.readChunk()) {
					int at = chunk.indexOf(GENERATED);
					if (at >= 0) {
						int from = at + GENERATED.length();
						characters = Long.parseLong(chunk.substring(from, chunk.indexOf(',', from)));
					}
				}
				if (characters == 0) {
					throw new IOException("a stream ended without its usage");
				}
				if (sent >= this.begin) {
					seen.latencies.add(first);
				}
				if (System.nanoTime() >= this.begin && System.nanoTime() < this.end) {
					seen.done += characters;
				}
			}
		}
		return seen;
	}

	/** What a connection saw. */
	private static final class Seen {

		private long done;

		/** Milliseconds. */
		private final List<Double> latencies = new ArrayList<>();

	}

}
