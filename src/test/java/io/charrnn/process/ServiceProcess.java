package io.charrnn.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar, started with nothing but a port and folders of its own: as users do,
 * by {@code java -jar}, or unpacked, which is ready sooner.
 */
public final class ServiceProcess implements AutoCloseable {

	private static final JsonMapper JSON = new JsonMapper();

	private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

	private static final Duration START_LIMIT = Duration.ofSeconds(180);

	private static final Duration REQUEST_LIMIT = Duration.ofSeconds(60);

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final Process process;

	private final URI uri;

	private final Path log;

	private ServiceProcess(Process process, URI uri, Path log) {
		this.process = process;
		this.uri = uri;
		this.log = log;
	}

	/** The jar that the build made. */
	public static Path packagedJar() {
		return Path.of(System.getProperty("packaged.jar"));
	}

	/**
	 * Starts the service unpacked, with the JVM of the tests, and waits until it is
	 * ready.
	 * @param folder where its data and its log are kept
	 * @param options of the JVM
	 */
	public static ServiceProcess start(Path folder, String... options) throws IOException {
		return run(folder, UnpackedJar.get().command(options));
	}

	/**
	 * Starts the service as users do and waits until it is ready.
	 * @param javaHome the JDK or JRE that runs it
	 * @param jar what is run
	 * @param folder where its data, its unpacked natives and its log are kept
	 */
	public static ServiceProcess start(Path javaHome, Path jar, Path folder) throws IOException {
		return run(folder, List.of(java(javaHome), "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("natives"),
				"-jar", jar.toString()));
	}

	/** The JVM of the tests. */
	static String java() {
		return java(Path.of(System.getProperty("java.home")));
	}

	private static String java(Path home) {
		return home.resolve("bin").resolve("java").toString();
	}

	/** Starts a service by a command and waits until it is ready. */
	static ServiceProcess run(Path folder, List<String> java) throws IOException {
		Path log = Files.createTempFile(folder, "service", ".log");
		List<String> command = new ArrayList<>(java);
		command.addAll(List.of("--server.port=0", "--charrnn.data-directory=" + folder.resolve("data")));
		Instant begin = Instant.now();
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		try {
			ServiceProcess service = new ServiceProcess(process, awaitPort(process, log), log);
			service.awaitReady();
			System.out.printf("Ready %d ms after the start of %s%n", Duration.between(begin, Instant.now()).toMillis(),
					String.join(" ", command));
			return service;
		}
		catch (Throwable ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	private static URI awaitPort(Process process, Path log) {
		return Awaitility.await("port in the log of the service").atMost(START_LIMIT).until(() -> {
			String text = Files.readString(log);
			assertThat(process.isAlive()).as("alive, log:%n%s", text).isTrue();
			Matcher port = PORT.matcher(text);
			return port.find() ? URI.create("http://127.0.0.1:" + port.group(1)) : null;
		}, (found) -> found != null);
	}

	private void awaitReady() {
		Awaitility.await("readiness")
			.atMost(START_LIMIT)
			.untilAsserted(
					() -> assertThat(get("/actuator/health/readiness").statusCode()).as(() -> "log in " + this.log)
						.isEqualTo(200));
	}

	public URI uri() {
		return this.uri;
	}

	/** Ends the process as {@code kill -9} does. */
	public void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/** Suspends the process as {@code kill -STOP} does. */
	public void suspend() throws IOException, InterruptedException {
		signal("STOP");
	}

	/** Lets a suspended process go on. */
	public void proceed() throws IOException, InterruptedException {
		signal("CONT");
	}

	/** Asks the process to end, without waiting for it. */
	public Process terminate() {
		this.process.destroy();
		return this.process;
	}

	/** What the process has logged. */
	public String log() throws IOException {
		return Files.readString(this.log);
	}

	private void signal(String name) throws IOException, InterruptedException {
		new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start().waitFor();
	}

	public HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(request(path).GET());
	}

	/** Reads bytes that must be there. */
	public byte[] getBytes(String path) throws IOException, InterruptedException {
		HttpResponse<byte[]> response = HTTP.send(request(path).GET().build(), BodyHandlers.ofByteArray());
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	public HttpResponse<String> postText(String path, String text) throws IOException, InterruptedException {
		return send(request(path).header("Content-Type", "text/plain").POST(BodyPublishers.ofString(text)));
	}

	/** Uploads a file. */
	HttpResponse<String> postBytes(String path, byte[] bytes) throws IOException, InterruptedException {
		return send(request(path).header("Content-Type", "application/octet-stream")
			.POST(BodyPublishers.ofByteArray(bytes)));
	}

	public HttpResponse<String> postJson(String path, String json) throws IOException, InterruptedException {
		BodyPublisher body = BodyPublishers.ofString(json);
		return send(request(path).header("Content-Type", "application/json").POST(body));
	}

	public HttpResponse<String> delete(String path) throws IOException, InterruptedException {
		return send(request(path).DELETE());
	}

	/** The process's id. */
	public long pid() {
		return this.process.pid();
	}

	/** Memory of the process, as Linux tells. */
	public long residentBytes() throws IOException {
		return ProcessMemory.resident(pid());
	}

	/** Reads a resource that must be there. */
	public JsonNode json(String path) throws IOException, InterruptedException {
		return body(get(path), 200);
	}

	/** Reads the body of an answer that must have a status. */
	public static JsonNode body(HttpResponse<String> response, int status) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		return JSON.readTree(response.body());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.uri.resolve(path)).timeout(REQUEST_LIMIT);
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return HTTP.send(request.build(), BodyHandlers.ofString());
	}

	/** Ends the process as an operating system does that shuts down. */
	@Override
	public void close() throws IOException, InterruptedException {
		proceed();
		this.process.destroy();
		this.process.waitFor();
	}

}
