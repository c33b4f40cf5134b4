package io.charrnn.bench.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntFunction;

/** Asks the service and takes the time. */
final class Client {

	private static final int TIMES = 20;

	private final HttpClient http = HttpClient.newHttpClient();

	private final int port;

	Client(int port) {
		this.port = port;
	}

	/**
	 * Asks again and again, and prints what it took.
	 * @param warmUps times before that do not count: the service compiles what it does often
	 * @param name of what is asked
	 * @param target milliseconds
	 * @param method of HTTP
	 * @param path for each time, counted from 0
	 * @return whether the median is within the target
	 */
	boolean measure(int warmUps, String name, double target, String method, IntFunction<String> path) {
		double[] millis = new double[TIMES];
		for (int time = -warmUps; time < TIMES; time++) {
			double taken = time(method, path.apply(time + warmUps), HttpRequest.BodyPublishers.noBody());
			if (time >= 0) {
				millis[time] = taken;
			}
		}
		Arrays.sort(millis);
		boolean within = millis[TIMES / 2] <= target;
		System.out.printf(Locale.ROOT, "| %s | %.1f | %.1f | %.0f | %s |%n", name, millis[TIMES / 2], millis[TIMES - 1],
				target, within ? "" : "above");
		return within;
	}

	/** Sends a request; returns the milliseconds until all of the answer was there. */
	double time(String method, String path, HttpRequest.BodyPublisher body) {
		long begun = System.nanoTime();
		send(method, path, body);
		return (System.nanoTime() - begun) / 1e6;
	}

	/** Sends a request that works; returns the answer's body. */
	String send(String method, String path, HttpRequest.BodyPublisher body) {
		try {
			HttpResponse<String> response = this.http.send(
					HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
						.header("Last-Event-ID", "4000")
						.header("Content-Type", "text/plain")
						.method(method, body)
						.build(),
					HttpResponse.BodyHandlers.ofString());
			if (response.statusCode() >= 300) {
				throw new IllegalStateException(
						"%s %s: %d %s".formatted(method, path, response.statusCode(), response.body()));
			}
			return response.body();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
