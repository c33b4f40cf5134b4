package io.charrnn.cluster;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** Spark's own settings of a job. They may hold secrets, and so are never shown. */
final class SparkConf {

	/** What operators cannot choose. */
	static final Set<String> FORCED = Set.of("spark.master", "spark.submit.deployMode", "spark.jars",
			"spark.dynamicAllocation.enabled", "spark.speculation", "spark.task.cpus", "spark.executor.memory",
			"spark.driver.memory", "spark.executorEnv.OMP_NUM_THREADS", "spark.driver.maxResultSize",
			"spark.serializer");

	private SparkConf() {
	}

	/**
	 * The settings of a job.
	 * @param settings of the service
	 * @param jars what executors need
	 * @param threads of a member
	 * @param job what to call it
	 */
	static Map<String, String> of(SparkSettings settings, Set<Path> jars, int threads, String job) {
		Map<String, String> conf = new LinkedHashMap<>();
		conf.put("spark.app.name", "char-rnn " + job);
		conf.put("spark.log.level", "WARN");
		conf.put("spark.ui.showConsoleProgress", "false");
		// Random bits do not become fewer.
		conf.put("spark.broadcast.compress", "false");
		// Each block of the state is a question to the driver, and another when it has
		// come.
		conf.put("spark.broadcast.blockSize", "16m");
		// Of one member in one round; a job of days loses many executors.
		conf.put("spark.task.maxFailures", "8");
		conf.put("spark.executor.failuresValidityInterval", "1h");
		conf.put("spark.executor.extraJavaOptions",
				"-XX:+IgnoreUnrecognizedVMOptions -Dorg.bytedeco.javacpp.maxphysicalbytes=0");
		// A killed executor's blocks are requested again, and then computed again.
		conf.put("spark.shuffle.io.retryWait", "1s");
		conf.putAll(settings.conf());
		conf.put("spark.master", settings.master());
		conf.put("spark.submit.deployMode", "client");
		conf.put("spark.jars", jars.stream().map((jar) -> jar.toUri().toString()).collect(Collectors.joining(",")));
		conf.put("spark.dynamicAllocation.enabled", "false");
		conf.put("spark.speculation", "false");
		conf.put("spark.task.cpus", String.valueOf(threads));
		conf.put("spark.executor.memory", megabytes(settings.executorMemory().toMegabytes()));
		conf.put("spark.driver.memory", megabytes(settings.driverMemory().toMegabytes()));
		conf.put("spark.executorEnv.OMP_NUM_THREADS", "1");
		conf.put("spark.driver.maxResultSize", "0");
		// Writes the common state as its bare bytes.
		conf.put("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
		return conf;
	}

	static String megabytes(long megabytes) {
		return String.format(Locale.ROOT, "%dm", megabytes);
	}

	/** Writes them to a file, as command lines can be seen by all. */
	static void write(Map<String, String> conf, Path file) throws IOException {
		Properties properties = new Properties();
		properties.putAll(conf);
		try (Writer writer = Files.newBufferedWriter(file)) {
			properties.store(writer, null);
		}
	}

}
