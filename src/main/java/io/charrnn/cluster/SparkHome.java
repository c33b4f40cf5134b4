package io.charrnn.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An installation of Spark, and the command that starts a driver with it. */
final class SparkHome {

	/** Spark promises no compatibility of what it hides, nor of what it sends itself. */
	static final String RELEASE = "4.2.0";

	private static final Pattern CORE = Pattern.compile("spark-core_2\\.13-(.+)\\.jar");

	private static final String DRIVER = "char-rnn-spark.jar";

	/** What Spark's scripts open, by its JavaModuleOptions. */
	private static final List<String> OPENED = List.of("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io",
			"java.net", "java.nio", "java.util", "java.util.concurrent", "java.util.concurrent.atomic",
			"jdk.internal.ref", "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar");

	/** Beginnings of the names of variables that a driver may see. */
	private static final Pattern ENVIRONMENT = Pattern
		.compile("(PATH|HOME|USER|LOGNAME|LANG|LC_.*|TZ|TMPDIR|TMP|TEMP|SystemRoot|JAVA_HOME|KRB5.*"
				+ "|SPARK_.*|HADOOP_.*|YARN_.*|KUBERNETES_.*|KUBECONFIG)");

	private final Path home;

	private final Path jars;

	private SparkHome(Path home, Path jars) {
		this.home = home;
		this.jars = jars;
	}

	/**
	 * Looks at an installation.
	 * @throws ClusterException if it is none, or of another release, or a jar is missing
	 */
	static SparkHome of(Path home, Path jars) {
		String release = files(home.resolve("jars")).stream()
			.map((file) -> CORE.matcher(file.getFileName().toString()))
			.filter(Matcher::matches)
			.map((name) -> name.group(1))
			.findFirst()
			.orElseThrow(() -> new ClusterException("wrong-home",
					"The server's setting charrnn.training.spark.home does not name a Spark installation: its folder "
							+ "jars has no spark-core_2.13."));
		if (!release.equals(RELEASE)) {
			throw new ClusterException("wrong-version",
					"The server's setting charrnn.training.spark.home is Spark %s, but must be %s.".formatted(release,
							RELEASE));
		}
		for (String needed : List.of(DRIVER, "javacpp-", "dnnl-", "jna-", "jspecify-")) {
			if (files(jars).stream().noneMatch((file) -> file.getFileName().toString().startsWith(needed))) {
				throw new ClusterException("missing-jar",
						"The folder in the server's setting charrnn.training.spark.jars lacks %s%s.".formatted(needed,
								needed.endsWith("-") ? "*.jar" : ""));
			}
		}
		return new SparkHome(home, jars);
	}

	private static Set<Path> files(Path folder) {
		if (!Files.isDirectory(folder)) {
			return Set.of();
		}
		try (Stream<Path> files = Files.list(folder)) {
			return new TreeSet<>(files.toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What executors need. */
	Set<Path> executorJars() {
		Set<Path> all = files(this.jars);
		// Spark takes the driver's own along by itself.
		all.removeIf((file) -> !file.toString().endsWith(".jar") || file.endsWith(DRIVER));
		return all;
	}

	/**
	 * The command that starts a driver.
	 * @param conf a file with Spark's own settings, in a folder that the driver may use
	 * @param settings of the service
	 * @param environment of the driver, which may name folders with settings
	 */
	List<String> command(Path conf, SparkSettings settings, Map<String, String> environment) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-Xmx" + SparkConf.megabytes(settings.driverMemory().toMegabytes()));
		command.add("-XX:+IgnoreUnrecognizedVMOptions");
		command.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
		command.add("-Dio.netty.tryReflectionSetAccessible=true");
		OPENED.forEach((name) -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
		command.add("--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED");
		command.add("--sun-misc-unsafe-memory-access=allow");
		command.add("--enable-native-access=ALL-UNNAMED");
		command.add("-cp");
		command.add(classPath(environment));
		command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--properties-file", conf.toString(), "--class",
				"io.charrnn.spark.Driver", this.jars.resolve(DRIVER).toString(), RELEASE,
				String.valueOf(settings.executorTimeout().toSeconds()), conf.toString()));
		return command;
	}

	/**
	 * As Spark's scripts make it: YARN's addresses are in a file of the Hadoop settings.
	 */
	private String classPath(Map<String, String> environment) {
		List<String> path = new ArrayList<>();
		path.add(environment.getOrDefault("SPARK_CONF_DIR", this.home.resolve("conf").toString()));
		path.add(this.home.resolve("jars") + File.separator + "*");
		for (String name : List.of("HADOOP_CONF_DIR", "YARN_CONF_DIR", "SPARK_DIST_CLASSPATH")) {
			if (!environment.getOrDefault(name, "").isEmpty()) {
				path.add(environment.get(name));
			}
		}
		return String.join(File.pathSeparator, path);
	}

	/**
	 * Takes from the environment what is none of a driver's business, such as passwords.
	 * @param environment of the service
	 * @param master of the cluster; one on this machine listens on loopback alone
	 */
	void limit(Map<String, String> environment, String master) {
		if (master.startsWith("local")) {
			environment.putIfAbsent("SPARK_LOCAL_IP", "127.0.0.1");
		}
		environment.keySet().removeIf((name) -> !ENVIRONMENT.matcher(name).matches());
		environment.put("SPARK_HOME", this.home.toString());
		// What Spark's scripts would find out.
		environment.put("SPARK_SCALA_VERSION", "2.13");
	}

}
