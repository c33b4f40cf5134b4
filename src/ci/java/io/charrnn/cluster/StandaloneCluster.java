package io.charrnn.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A master and two workers of one core, each a process of Spark's jars. */
final class StandaloneCluster implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");

	private static final Pattern REGISTERED = Pattern.compile("(Successfully registered with master)");

	private final List<Process> processes = new ArrayList<>();

	private final Path folder;

	private final Path conf;

	private final String master;

	/**
	 * Starts them.
	 * @param folder of their files
	 * @param conf of each
	 */
	StandaloneCluster(Path folder, Map<String, String> conf) throws IOException {
		this.folder = folder;
		this.conf = folder.resolve("conf");
		SparkConf.write(conf, this.conf);
		try {
			this.master = startAll();
		}
		catch (ConditionTimeoutException ex) {
			close();
			throw ex;
		}
	}

	/** Returns the master's address. */
	private String startAll() throws IOException {
		String address = await(start("master", "Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0"),
				MASTER);
		for (String worker : List.of("one", "other")) {
			await(start(worker, "Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "900M", "--webui-port",
					"0", "--work-dir", this.folder.resolve(worker).toString(), address), REGISTERED);
		}
		return address;
	}

	String master() {
		return this.master;
	}

	/** Returns where it logs. */
	private Path start(String name, String main, String... arguments) throws IOException {
		SparkSettings settings = SparkIT.settings("local", LIMIT, LIMIT, Map.of());
		SparkHome spark = SparkHome.of(SparkIT.HOME, SparkIT.JARS);
		List<String> command = spark.command(this.conf, settings, Map.of());
		command = new ArrayList<>(command.subList(0, command.indexOf("org.apache.spark.deploy.SparkSubmit")));
		command.add("org.apache.spark.deploy." + main.toLowerCase(Locale.ROOT) + "." + main);
		command.addAll(List.of("--properties-file", this.conf.toString()));
		command.addAll(List.of(arguments));
		Path log = this.folder.resolve(name + ".log");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
		spark.limit(builder.environment(), "local");
		this.processes.add(builder.start());
		return log;
	}

	private static String await(Path log, Pattern wanted) {
		return Awaitility.await(wanted.pattern()).atMost(LIMIT).until(() -> {
			Matcher found = wanted.matcher(Files.readString(log));
			return found.find() ? found.group(1) : "";
		}, (found) -> !found.isEmpty());
	}

	@Override
	public void close() {
		for (Process process : this.processes) {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly().onExit().join();
		}
	}

}
