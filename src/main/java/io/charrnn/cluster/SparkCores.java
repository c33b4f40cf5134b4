package io.charrnn.cluster;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.charrnn.model.round.Cluster;

/**
 * The cores that a master and Spark's settings give a job.
 *
 * @param executors how many, or as many as there can be if that depends on the cluster
 * @param each cores of each, or as many as there can be if that depends on the cluster
 */
record SparkCores(int executors, int each) {

	private static final int UNKNOWN = Integer.MAX_VALUE;

	private static final Pattern LOCAL = Pattern.compile("local(?:\\[\\s*(\\*|\\d{1,6})\\s*(?:,.*)?])?");

	private static final Pattern LOCAL_CLUSTER = Pattern
		.compile("local-cluster\\[\\s*(\\d{1,6})\\s*,\\s*(\\d{1,6})\\s*,.*");

	private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

	/** Of YARN and Kubernetes, unless settings say otherwise. */
	private static final int USUAL_EXECUTORS = 2;

	static SparkCores of(String master, Map<String, String> conf) {
		Matcher local = LOCAL.matcher(master);
		if (local.matches()) {
			String cores = (local.group(1) != null) ? local.group(1) : "1";
			return new SparkCores(1,
					cores.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(cores));
		}
		Matcher processes = LOCAL_CLUSTER.matcher(master);
		if (processes.matches()) {
			return new SparkCores(Integer.parseInt(processes.group(1)), Integer.parseInt(processes.group(2)));
		}
		if (master.equals("yarn") || master.startsWith("k8s:")) {
			return new SparkCores(number(conf, "spark.executor.instances", USUAL_EXECUTORS),
					number(conf, "spark.executor.cores", 1));
		}
		int all = number(conf, "spark.cores.max", UNKNOWN);
		int each = Math.min(all, number(conf, "spark.executor.cores", UNKNOWN));
		return new SparkCores((all == UNKNOWN) ? UNKNOWN : all / Math.max(1, each), each);
	}

	private static int number(Map<String, String> conf, String name, int usual) {
		String value = conf.getOrDefault(name, "").strip();
		return NUMBER.matcher(value).matches() ? Integer.parseInt(value) : usual;
	}

	/** How many workers run at the same time, at most. */
	int atOnce(Cluster cluster) {
		long all = (long) this.executors * (this.each / cluster.threadsPerWorker());
		return (int) Math.max(1, Math.min(cluster.workers(), all));
	}

}
