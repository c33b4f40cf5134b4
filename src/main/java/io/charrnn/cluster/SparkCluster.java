package io.charrnn.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

import io.charrnn.cluster.protocol.RunDescription;
import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.EncodedText;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.TrainingState;
import io.charrnn.model.round.Cluster;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** The operator's Spark installation. */
@Component
@EnableConfigurationProperties(SparkSettings.class)
public class SparkCluster {

	/**
	 * Times the parameters: weights, average, two moments and velocity of two states, and
	 * a model.
	 */
	private static final int STATES = 12;

	private final SparkSettings settings;

	SparkCluster(SparkSettings settings) {
		this.settings = settings;
	}

	/** Whether there is one. */
	public boolean exists() {
		return this.settings.home() != null;
	}

	/**
	 * What a job takes in this process, about: the state that was asked for last, the
	 * next one, and the model that is validated.
	 */
	public static MemoryEstimate memory(Architecture architecture) {
		double floats = STATES * (double) architecture.parameterCount();
		return MemoryEstimate.ofFloats(floats, 0, 0, floats);
	}

	/** The cores of an executor, a bound of what a worker can have. */
	public int coresPerExecutor() {
		return cores().each();
	}

	/** How many workers run at the same time, at most. */
	public int atOnce(Cluster cluster) {
		return cores().atOnce(cluster);
	}

	private SparkCores cores() {
		return SparkCores.of(this.settings.master(), this.settings.conf());
	}

	/**
	 * How long a round takes beside learning, about.
	 * @param cluster whose round it is
	 * @param stateBytes of what each member begins and ends with
	 * @return seconds
	 */
	public double secondsBesideLearning(Cluster cluster, double stateBytes) {
		return RoundCost.MEASURED.seconds(cluster.workers(), stateBytes, !this.settings.master().startsWith("local"));
	}

	/**
	 * Prepares to go on with a job, whose driver is started with the first round.
	 * @param job what to call it
	 * @param cluster how it is split
	 * @param alphabet of the text
	 * @param hyperparameters how it is trained
	 * @param text its training part
	 * @param state where it stands
	 * @param listener is told how the cluster is, by the thread that learns
	 * @throws ClusterException if the settings name no Spark that could be started
	 */
	public SparkRounds rounds(String job, Cluster cluster, Alphabet alphabet, Hyperparameters hyperparameters,
			EncodedText text, TrainingState state, Consumer<ClusterStatus> listener) {
		Path home = this.settings.home();
		Path jars = this.settings.jars();
		if (home == null || jars == null) {
			throw new IllegalStateException("there is no Spark");
		}
		SparkHome spark = SparkHome.of(home, jars);
		if (cluster.threadsPerWorker() > coresPerExecutor()) {
			throw new ClusterException("no-executors", String.format(Locale.ROOT,
					"By the server's settings charrnn.training.spark, an executor's number of cores is %d, but each of the "
							+ "job's workers needs %d (threadsPerWorker).",
					coresPerExecutor(), cluster.threadsPerWorker()));
		}
		RunDescription run = new RunDescription(cluster, alphabet, hyperparameters, text.length());
		return new SparkRounds(() -> start(spark, job, cluster.threadsPerWorker()), this.settings, run, text, state,
				listener);
	}

	private StartedDriver start(SparkHome spark, String job, int threads) {
		try {
			DriverFolder folder = DriverFolder.create();
			try {
				SparkConf.write(SparkConf.of(this.settings, spark.executorJars(), threads, job), folder.conf());
				ProcessBuilder builder = new ProcessBuilder();
				spark.limit(builder.environment(), this.settings.master());
				builder.command(spark.command(folder.conf(), this.settings, builder.environment()));
				return new StartedDriver(new DriverProcess(builder.start()), folder);
			}
			catch (IOException | RuntimeException ex) {
				folder.delete();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("the driver cannot be started", ex);
		}
	}

	/**
	 * A driver that has been started.
	 *
	 * @param process that is the driver
	 * @param folder with its files, or null if it has none
	 */
	record StartedDriver(DriverProcess process, @Nullable DriverFolder folder) implements AutoCloseable {

		/** Ends the process and deletes what it left. */
		@Override
		public void close() {
			this.process.close();
			if (this.folder != null) {
				this.folder.delete();
			}
		}

	}

}
