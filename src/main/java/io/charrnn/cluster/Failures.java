package io.charrnn.cluster;

import java.util.Locale;
import java.util.regex.Pattern;

import io.charrnn.cluster.protocol.Message;

/** What drivers say when they fail, in words for those whose job it is. */
final class Failures {

	private static final int MOST_CHARACTERS = 300;

	/** By Spark's exit code of its own, the kernel's signal, Kubernetes and YARN. */
	private static final Pattern OUT_OF_MEMORY = Pattern.compile("OutOfMemoryError|[Ee]xit(ed with)? code:? (52|137)\\b"
			+ "|OOMKilled|exceeding memory limits|beyond physical memory limits");

	private Failures() {
	}

	static ClusterException of(Message.Failure failure) {
		String reason = failure.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
		return new ClusterException(reason, sentence(failure) + " (" + firstLine(failure.detail()) + ")");
	}

	private static String sentence(Message.Failure failure) {
		return switch (failure.reason()) {
			case WRONG_VERSION -> "The server's Spark has the wrong release.";
			case UNREACHABLE ->
				"The job's Spark driver got no cluster: check the master's address, release and secret, "
						+ "and the other settings in charrnn.training.spark.";
			case NO_EXECUTORS ->
				"The Spark cluster gave the job no executors in time (charrnn.training.spark.executor-timeout).";
			case EXECUTORS_FAILED -> OUT_OF_MEMORY.matcher(failure.detail()).find()
					? "The job's executors ran out of memory: give them more (charrnn.training.spark.executor-memory, and "
							+ "spark.executor.memoryOverhead for native memory), or each worker fewer streams."
					: "The job's executors failed too often.";
			case MIXED_EXECUTORS -> "The Spark cluster has machines that compute different results.";
			case DRIVER_FAILED -> "The Spark driver of the job failed.";
		};
	}

	private static String firstLine(String detail) {
		String line = detail.lines().findFirst().orElse("no details are known");
		return (line.length() > MOST_CHARACTERS) ? line.substring(0, MOST_CHARACTERS) + "..." : line;
	}

}
