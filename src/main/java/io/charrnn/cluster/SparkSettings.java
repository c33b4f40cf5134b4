package io.charrnn.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Settings for training on Apache Spark.
 *
 * @param home a distribution of exactly the release that the driver was made for, or
 * nothing to train all members in this process
 * @param jars folder with char-rnn-spark.jar and the libraries that go to executors
 * @param master Spark's master: spark://host:7077, k8s://https://host, yarn, local[n]
 * @param executorMemory Java heap of each executor
 * @param driverMemory Java heap of each job's driver
 * @param startTimeout time limit for a job's driver to get a cluster
 * @param executorTimeout time without any executor after which the job fails
 * @param maxDriverRestarts how often a job's driver may exit between two checkpoints
 * @param conf more of Spark's own settings, by their full names
 */
@ConfigurationProperties("charrnn.training.spark")
public record SparkSettings(@Nullable Path home, @Nullable Path jars, @DefaultValue("local[*]") String master,
		@DefaultValue("1GB") DataSize executorMemory, @DefaultValue("1GB") DataSize driverMemory,
		@DefaultValue("90s") Duration startTimeout, @DefaultValue("5m") Duration executorTimeout,
		@DefaultValue("3") int maxDriverRestarts, @DefaultValue Map<String, String> conf) {

	private static final Pattern MASTER = Pattern
		.compile("spark://.+:\\d+(,.+)?|k8s://.+|yarn|local(-cluster)?(\\[.+])?");

	public SparkSettings {
		Assert.isTrue(home == null || jars != null, "charrnn.training.spark.jars must be set if home is set");
		Assert.isTrue(MASTER.matcher(master).matches(), "charrnn.training.spark.master is '" + master
				+ "', but must be spark://HOST:PORT, k8s://https://HOST, yarn, local[N] or local-cluster[N,CORES,MB]");
		Assert.isTrue(executorTimeout.toSeconds() >= 1, "charrnn.training.spark.executor-timeout must be at least 1s");
		Assert.isTrue(startTimeout.toSeconds() >= 1, "charrnn.training.spark.start-timeout must be at least 1s");
		Assert.isTrue(maxDriverRestarts >= 0, "charrnn.training.spark.max-driver-restarts must be at least 0");
		for (String name : conf.keySet()) {
			Assert.isTrue(name.startsWith("spark."),
					"charrnn.training.spark.conf has '" + name + "', which does not start with 'spark.'");
			Assert.isTrue(!SparkConf.FORCED.contains(name), "charrnn.training.spark.conf must not have '" + name
					+ "', because results would depend on it, or end");
		}
	}

}
