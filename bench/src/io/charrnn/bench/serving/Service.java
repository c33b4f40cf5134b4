package io.charrnn.bench.serving;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.charrnn.model.LanguageModel;
import io.charrnn.model.dl4j.ArchivedModel;
import io.charrnn.model.dl4j.ModelArchive;

/** The service in a process of its own, with one model for each network. */
public final class Service implements AutoCloseable {

	private static final Pattern MADE = Pattern.compile("\"key\":\"(crs_[^\"]+)\"");

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	/** An administrator's, where the service needs one. */
	static final String KEY = "a key of the benchmark";

	private static final long START_LIMIT_MILLIS = 180_000;

	private final Process process;

	private final int port;

	private String key = KEY;

	private Service(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Starts the service on a free port, and waits until it listens.
	 * @param settings beside the port and the data directory, as on the command line
	 */
	public static Service start(String... settings) throws IOException, InterruptedException {
		return startWithHeap("1g", settings);
	}

	/**
	 * The same, with another heap.
	 * @param heap its maximum, as the JVM takes it
	 */
	public static Service startWithHeap(String heap, String... settings) throws IOException, InterruptedException {
		Path folder = Files.createTempDirectory("bench-serving");
		Path log = folder.resolve("log");
		List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"--enable-native-access=ALL-UNNAMED", "-Xmx" + heap, "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-cp",
				System.getProperty("java.class.path"), "io.charrnn.CharRnnServer", "--server.port=0",
				"--charrnn.data-directory=" + folder.resolve("data")));
		command.addAll(List.of(settings));
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		for (long waited = 0; waited < START_LIMIT_MILLIS && process.isAlive(); waited += 100) {
			Matcher port = PORT.matcher(Files.readString(log));
			if (port.find()) {
				return new Service(process, Integer.parseInt(port.group(1)));
			}
			Thread.sleep(100);
		}
		process.destroyForcibly();
		throw new IOException("the service did not start: see " + log);
	}

	/** Has requests shown a key that the service stores from now on. */
	void storeKey() throws IOException, InterruptedException {
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/api/v1/keys".formatted(this.port)))
				.header("Content-Type", "application/json")
				.header("X-API-Key", KEY)
				.POST(HttpRequest.BodyPublishers.ofString("""
						{"name": "load", "scopes": ["generate"], "requestsPerMinute": 1000000000, "concurrentRequests": 1000}"""))
				.build(), HttpResponse.BodyHandlers.ofString());
		Matcher made = MADE.matcher(response.body());
		if (!made.find()) {
			throw new IOException("%d %s".formatted(response.statusCode(), response.body()));
		}
		this.key = made.group(1);
	}

	/** What requests show. */
	String key() {
		return this.key;
	}

	long pid() {
		return this.process.pid();
	}

	/** Where it listens. */
	public int port() {
		return this.port;
	}

	/** Imports a model; returns its reference. */
	String publish(Network network) throws IOException, InterruptedException {
		return publish("h" + network.hiddenSize(), network.model());
	}

	/** Imports a model under a name, and returns that. */
	String publish(String name, LanguageModel model) throws IOException, InterruptedException {
		ByteArrayOutputStream archive = new ByteArrayOutputStream();
		ModelArchive.write(new ArchivedModel(model, null, 0, 0, "{}"), archive);
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest
				.newBuilder(URI.create("http://127.0.0.1:%d/api/v1/models?name=%s".formatted(this.port, name)))
				.header("Content-Type", "application/zip")
				.header("X-API-Key", KEY)
				.POST(HttpRequest.BodyPublishers.ofByteArray(archive.toByteArray()))
				.build(), HttpResponse.BodyHandlers.ofString());
		if (response.statusCode() != 201) {
			throw new IOException("%d %s".formatted(response.statusCode(), response.body()));
		}
		return name;
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
