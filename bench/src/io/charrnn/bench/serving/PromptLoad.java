package io.charrnn.bench.serving;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Prompts of 100 characters that come at once: 48 of them in one request and in one
 * request each, in turn, and 64 streams whose first characters are waited for. A process
 * of its own beside the service, on the same processors.
 */
final class PromptLoad {

	private static final int PROMPTS = 48;

	private static final int STREAMS = 64;

	private static final int LENGTH = 100;

	private static final int ROUNDS = 20;

	private static final int WARM_UP_ROUNDS = 10;

	private final int port;

	private final String model;

	private final ExecutorService threads = Executors.newFixedThreadPool(STREAMS);

	private PromptLoad(int port, String model) {
		this.port = port;
		this.model = model;
	}

	/** Arguments: port, model. */
	public static void main(String[] arguments) throws Exception {
		PromptLoad load = new PromptLoad(Integer.parseInt(arguments[0]), arguments[1]);
		double[] together = new double[ROUNDS];
		double[] apart = new double[ROUNDS];
		double[] first = new double[ROUNDS * STREAMS];
		for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
			double inOne = load.together();
			double inEach = load.apart();
			double[] waited = load.firstCharacters();
			if (round >= 0) {
				together[round] = inOne;
				apart[round] = inEach;
				System.arraycopy(waited, 0, first, round * STREAMS, STREAMS);
			}
		}
		load.threads.shutdown();
		for (double[] times : List.of(together, apart, first)) {
			Arrays.sort(times);
		}
		System.out.printf(Locale.ROOT, "%s%.2f %.2f %.2f %.2f%n", StepContender.MARK, together[ROUNDS / 2],
				apart[ROUNDS / 2], first[first.length / 2], first[first.length * 99 / 100]);
	}

	private double together() throws IOException {
		try (Connection connection = completions()) {
			long begun = System.nanoTime();
			connection.send(completion(IntStream.range(0, PROMPTS)
				.mapToObj((number) -> "\"" + prompt(number) + "\"")
				.collect(Collectors.joining(",", "[", "]"))));
			connection.read();
			return milliseconds(begun);
		}
	}

	private double apart() throws Exception {
		return Arrays.stream(atOnce(PROMPTS, this::completions, (connection, number) -> {
			connection.send(completion("\"" + prompt(number) + "\""));
			connection.read();
		})).max().orElseThrow();
	}

	private double[] firstCharacters() throws Exception {
		return atOnce(STREAMS, () -> new Connection(this.port, "/api/v1/models/%s/generations".formatted(this.model),
				"text/event-stream"), (connection, number) -> {
					connection.send("{\"prompt\":\"%s\",\"maxCharacters\":1,\"seed\":%d,\"stream\":true}"
						.formatted(prompt(number), number));
					connection.readHead();
					connection.readChunk();
				});
	}

	/** Milliseconds that each took, of which all begin at the same instant. */
	private double[] atOnce(int count, Callable<Connection> connect, Exchange exchange) throws Exception {
		CyclicBarrier start = new CyclicBarrier(count);
		List<Callable<Double>> tasks = new ArrayList<>();
		for (int index = 0; index < count; index++) {
			int number = index;
			tasks.add(() -> {
				try (Connection connection = connect.call()) {
					start.await();
					long begun = System.nanoTime();
					exchange.over(connection, number);
					return milliseconds(begun);
				}
			});
		}
		double[] times = new double[count];
		int index = 0;
		for (Future<Double> time : this.threads.invokeAll(tasks)) {
			times[index++] = time.get();
		}
		return times;
	}

	private Connection completions() throws IOException {
		return new Connection(this.port, "/v1/completions", "application/json");
	}

	private String completion(String prompt) {
		return "{\"model\":\"%s\",\"prompt\":%s,\"max_tokens\":100,\"seed\":1}".formatted(this.model, prompt);
	}

	private static String prompt(int number) {
		StringBuilder prompt = new StringBuilder();
		for (int index = 0; index < LENGTH; index++) {
			prompt.append((char) ('A' + (number * 7 + index * 5) % 26));
		}
		return prompt.toString();
	}

	private static double milliseconds(long begun) {
		return (System.nanoTime() - begun) / 1e6;
	}

	/** A request and its answer. */
	private interface Exchange {

		void over(Connection connection, int number) throws IOException;

	}

}
