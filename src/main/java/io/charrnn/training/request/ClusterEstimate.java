package io.charrnn.training.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.charrnn.cluster.SparkCluster;
import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.LocalRounds;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An estimate of training in rounds.
 *
 * @param workers how many members there are
 */
public record ClusterEstimate(int workers, @Schema(
		description = "Iterations per round. If the request omits them, on Spark enough to make communication a tenth of the time, "
				+ "and at least 2 s of training, at the speed measured here; otherwise 10. The job keeps the number.") int localIterations,
		@Schema(description = "Number of rounds; null if the number of updates is not known.") @Nullable Long rounds,
		@Schema(description = "Bytes that all workers together receive and send in a round.") long bytesPerRound,
		@Schema(description = "Time of a round in which workers train, on Spark with a core like this machine's for each of "
				+ "their threads; null if the speed is not known.") @Nullable Double secondsPerRound,
		@Schema(description = "Expected fraction of a round on Spark, with a network of 10 Gbit/s, that is not training; "
				+ "null without Spark.") @Nullable Double communication,
		@Schema(description = "Expected fraction of the time of Spark's cores that is training; null without Spark.") @Nullable Double efficiency,
		@Schema(description = "Expected characters per second, compared with a job without cluster on this machine; null if "
				+ "the speed is not known.") @Nullable Double speedup,
		@Schema(description = "Maximum number of workers that run at the same time, in this process or with the cores that "
				+ "the server's settings give a job on Spark.") int atOnce,
		@Schema(description = "A suggestion, or null.") @Nullable String advice) {

	private static final String FEWER = "All workers run in one process here: a single worker, or training without "
			+ "cluster, usually reaches lower losses on the same characters.";

	private static final String ONE_MACHINE = "One machine is better: this one trains %.1f times as fast without cluster.";

	private static final String LONGER = "Communication would take %.0f %% of the time: a round should train for at least %.0f s, "
			+ "which needs localIterations of %,d.";

	private static final String LOSS = "Rounds of more than %d iterations mostly raise the loss: with a larger network or "
			+ "batchSize, fewer iterations take as long.";

	private static final String FEW = "Fewer than %d rounds are too few for the outer step: use fewer localIterations, or no "
			+ "cluster.";

	/** Of a round. */
	private static final double MUCH = 0.2;

	/** A speedup that is shown as "1.0 times" is no reason to advise against anything. */
	private static final double ROUGHLY_EQUAL = 0.95;

	/** Losses of rounds up to this length are known. */
	private static final int LONG = 50;

	private static final int LEAST_ROUNDS = 20;

	/**
	 * Says what a plan comes to.
	 * @param iterations updates altogether, or null
	 * @param speed of its rounds, or null
	 * @param spark where workers are computed if it exists
	 */
	static @Nullable ClusterEstimate of(Plan plan, @Nullable Long iterations, @Nullable RoundSpeed speed,
			SparkCluster spark) {
		Cluster cluster = plan.cluster();
		if (cluster == null) {
			return null;
		}
		long round = cluster.localIterations();
		Long rounds = (iterations != null) ? Long.valueOf((iterations + round - 1) / round) : null;
		RoundSpeed onSpark = spark.exists() ? speed : null;
		return new ClusterEstimate(cluster.workers(), cluster.localIterations(), rounds, bytes(plan, cluster),
				(speed != null) ? Double.valueOf(speed.learning()) : null,
				(onSpark != null) ? Double.valueOf(onSpark.communication()) : null,
				(onSpark != null) ? Double.valueOf(onSpark.efficiency()) : null,
				(speed != null) ? Double.valueOf(speed.speedup()) : null,
				spark.exists() ? spark.atOnce(cluster) : LocalRounds.atOnce(cluster, plan.engine().threads()),
				spark.exists() ? advice(cluster, rounds, speed) : adviceHere(cluster, speed));
	}

	static @Nullable String adviceHere(Cluster cluster, @Nullable RoundSpeed speed) {
		List<String> advice = new ArrayList<>();
		addWhereOneMachineIsBetter(advice, speed);
		if (cluster.workers() > 1) {
			advice.add(FEWER);
		}
		return advice.isEmpty() ? null : String.join(" ", advice);
	}

	private static void addWhereOneMachineIsBetter(List<String> advice, @Nullable RoundSpeed speed) {
		if (speed != null && speed.speedup() < ROUGHLY_EQUAL) {
			advice.add(String.format(Locale.ROOT, ONE_MACHINE, 1 / speed.speedup()));
		}
	}

	static @Nullable String advice(Cluster cluster, @Nullable Long rounds, @Nullable RoundSpeed speed) {
		List<String> advice = new ArrayList<>();
		addWhereOneMachineIsBetter(advice, speed);
		if (speed != null && speed.communication() > MUCH) {
			double enough = speed.beside() * (1 - MUCH) / MUCH;
			advice.add(String.format(Locale.ROOT, LONGER, 100 * speed.communication(), Math.ceil(enough),
					Math.round(enough / speed.learning() * cluster.localIterations())));
		}
		if (cluster.localIterations() > LONG && cluster.workers() > 1) {
			advice.add(String.format(Locale.ROOT, LOSS, LONG));
		}
		if (rounds != null && rounds < LEAST_ROUNDS) {
			advice.add(String.format(Locale.ROOT, FEW, LEAST_ROUNDS));
		}
		return advice.isEmpty() ? null : String.join(" ", advice);
	}

	/** States there and back, and hidden states. */
	private static long bytes(Plan plan, Cluster cluster) {
		long hidden = (long) plan.architecture().layers() * plan.architecture().cell().stateVectors()
				* plan.architecture().hiddenSize() * plan.hyperparameters().optimization().batchSize();
		return 2 * (cluster.workers() * RoundSpeed.stateBytes(plan.architecture(), plan.hyperparameters())
				+ Float.BYTES * hidden);
	}

}
