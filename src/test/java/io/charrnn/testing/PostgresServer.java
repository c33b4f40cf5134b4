package io.charrnn.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL server of its own on a random port of 127.0.0.1, from the binaries that
 * are installed. Those refuse to run as root: for root, the user {@code postgres} runs
 * them, whom Debian's package makes.
 */
public final class PostgresServer implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

	private final Path binaries;

	private final Path folder;

	private final int port;

	private final AtomicInteger databases = new AtomicInteger();

	private @Nullable Process process;

	private PostgresServer(Path binaries, Path folder, int port) {
		this.binaries = binaries;
		this.folder = folder;
		this.port = port;
	}

	/** Starts a server, or ends the test if there is none to start. */
	public static PostgresServer start() {
		Path binaries = Requirement.of(binaries(),
				"there is no PostgreSQL in %s or on the path; Debian's package is postgresql".formatted(DEBIAN));
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			PostgresServer server = new PostgresServer(binaries, Files.createTempDirectory("char-rnn-postgres"),
					free.getLocalPort());
			free.close();
			server.initialize();
			server.up();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The server that all tests of this JVM may share; ends with it. */
	public static PostgresServer shared() {
		return Shared.SERVER;
	}

	/**
	 * Makes an empty database.
	 * @return its JDBC URL, with user and all
	 */
	public String createDatabase() {
		String name = "test" + this.databases.incrementAndGet();
		try (Connection connection = DriverManager.getConnection(url("postgres"))) {
			connection.createStatement().execute("CREATE DATABASE " + name);
			return url(name);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Starts the server, again if it was stopped. */
	public void up() throws IOException {
		Process started = new ProcessBuilder(command("postgres", "-D", data().toString(), "-h", "127.0.0.1", "-p",
				String.valueOf(this.port), "-k", "", "-c", "fsync=off", "-c", "max_connections=200"))
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log()))
			.start();
		this.process = started;
		Awaitility.await("PostgreSQL").atMost(LIMIT).ignoreExceptionsInstanceOf(SQLException.class).until(() -> {
			if (!started.isAlive()) {
				throw new IllegalStateException("PostgreSQL ended: " + Files.readString(log().toPath()));
			}
			DriverManager.getConnection(url("postgres")).close();
			return true;
		});
	}

	/** Cuts all connections and takes no new ones. */
	public void down() throws IOException, InterruptedException {
		Process running = this.process;
		if (running == null) {
			return;
		}
		new ProcessBuilder("kill", "-INT", String.valueOf(running.pid())).start().waitFor();
		if (!running.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
			running.destroyForcibly().waitFor();
		}
		this.process = null;
	}

	@Override
	public void close() throws IOException, InterruptedException {
		down();
		FileSystemUtils.deleteRecursively(this.folder);
	}

	private void initialize() throws IOException {
		if (isRoot()) {
			run("chown", "postgres", this.folder.toString());
		}
		run(command("initdb", "--no-sync", "-A", "trust", "-E", "UTF8", "--locale=C", "-U", "postgres", "-D",
				data().toString())
			.toArray(String[]::new));
	}

	private List<String> command(String program, String... arguments) {
		List<String> command = new ArrayList<>();
		if (isRoot()) {
			command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
		}
		command.add(this.binaries.resolve(program).toString());
		command.addAll(List.of(arguments));
		return command;
	}

	private void run(String... command) throws IOException {
		Process process = new ProcessBuilder(command).directory(this.folder.toFile()).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes());
		try {
			if (process.waitFor() != 0) {
				throw new IOException(String.join(" ", command) + " failed: " + output);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

	private Path data() {
		return this.folder.resolve("data");
	}

	private File log() {
		return this.folder.resolve("log").toFile();
	}

	private String url(String database) {
		return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(this.port, database);
	}

	private static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

	private static Optional<Path> binaries() {
		try (Stream<Path> versions = Files.isDirectory(DEBIAN) ? Files.list(DEBIAN) : Stream.empty()) {
			Stream<Path> path = Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of);
			return Stream.concat(versions.map((version) -> version.resolve("bin")).sorted(), path)
				.filter((bin) -> Files.isExecutable(bin.resolve("initdb")))
				.reduce((first, second) -> second);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static final class Shared {

		static final PostgresServer SERVER = PostgresServer.start();

		static {
			Runtime.getRuntime().addShutdownHook(new Thread(() -> {
				try {
					SERVER.close();
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}));
		}

	}

}
