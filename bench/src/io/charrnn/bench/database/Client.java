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
	 * Asks again and again, and prints what it took over HTTP, and how long the database's
	 * connections were used for it, as HikariCP counts that in whole milliseconds.
	 * @param warmUps times before that do not count: the service compiles what it does often
	 * @param name of what is asked
	 * @param target milliseconds in the database
	 * @param method of HTTP
	 * @param path for each time, counted from 0
	 * @return whether the mean in the database is within the target
	 */
	boolean measure(int warmUps, String name, double target, String method, IntFunction<String> path) {
		for (int time = 0; time < warmUps; time++) {
			time(method, path.apply(time), HttpRequest.BodyPublishers.noBody());
		}
		double[] millis = new double[TIMES];
		double usedBefore = millisInDatabase();
		for (int time = 0; time < TIMES; time++) {
			millis[time] = time(method, path.apply(warmUps + time), HttpRequest.BodyPublishers.noBody());
		}
		double used = (millisInDatabase() - usedBefore) / TIMES;
		Arrays.sort(millis);
		boolean within = used <= target;
		System.out.printf(Locale.ROOT, "| %s | %.1f | %.1f | %.1f | %.0f | %s |%n", name, millis[TIMES / 2],
				millis[TIMES - 1], used, target, within ? "" : "above");
		return within;
	}

	/** For which connections of both pools were used so far. */
	private double millisInDatabase() {
		return send("GET", "/actuator/prometheus", HttpRequest.BodyPublishers.noBody()).lines()
			.filter((line) -> line.startsWith("hikaricp_connections_usage_seconds_sum"))
			.mapToDouble((line) -> 1e3 * Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
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
