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
		@Schema(description = "Computing time of a round, on Spark with a core like this machine's for each thread; "
				+ "null if the speed is not known.") @Nullable Double secondsPerRound,
		@Schema(description = "Expected fraction of a round on Spark, with a network of 10 Gbit/s, that is not training; "
				+ "null if the speed is not known, or without Spark.") @Nullable Double communication,
		@Schema(description = "Expected fraction of the cores' time that is training; null if communication is.") @Nullable Double efficiency,
		@Schema(description = "Expected characters per second, compared with a job without cluster on this machine; null if "
				+ "communication is.") @Nullable Double speedup,
		@Schema(description = "Number of workers that run at the same time here; null on Spark.") @Nullable Integer atOnce,
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

	/** Losses of rounds up to this length are known. */
	private static final int LONG = 50;

	private static final int LEAST_ROUNDS = 20;

	/**
	 * Says what a plan comes to.
	 * @param iterations updates altogether, or null
	 * @param speed characters a second of this machine, or null
	 * @param spark where members are computed if it exists
	 */
	static @Nullable ClusterEstimate of(Plan plan, @Nullable Long iterations, @Nullable Double speed,
			SparkCluster spark) {
		Cluster cluster = plan.cluster();
		if (cluster == null) {
			return null;
		}
		long round = cluster.localIterations();
		Long rounds = (iterations != null) ? Long.valueOf((iterations + round - 1) / round) : null;
		long bytes = bytes(plan, cluster);
		if (!spark.exists()) {
			Double here = (speed != null)
					? Double.valueOf(round * plan.hyperparameters().optimization().charactersPerIteration() / speed)
					: null;
			return new ClusterEstimate(cluster.workers(), cluster.localIterations(), rounds, bytes, here, null, null,
					null, LocalRounds.atOnce(cluster, plan.engine().threads()), (cluster.workers() > 1) ? FEWER : null);
		}
		if (speed == null) {
			return new ClusterEstimate(cluster.workers(), cluster.localIterations(), rounds, bytes, null, null, null,
					null, null, advice(cluster, rounds, null));
		}
		double learning = round
				* RoundLength.secondsPerIteration(cluster, plan.engine(), plan.hyperparameters(), speed);
		double beside = spark.secondsBesideLearning(cluster, (double) stateBytes(plan));
		double efficiency = learning / (learning + beside);
		Expected expected = new Expected(learning, 1 - efficiency,
				efficiency * cluster.workers() * cluster.threadsPerWorker() / plan.engine().threads());
		return new ClusterEstimate(cluster.workers(), cluster.localIterations(), rounds, bytes, learning,
				expected.communication(), efficiency, expected.speedup(), null, advice(cluster, rounds, expected));
	}

	static @Nullable String advice(Cluster cluster, @Nullable Long rounds, @Nullable Expected expected) {
		List<String> advice = new ArrayList<>();
		if (expected != null && expected.speedup() < 1) {
			advice.add(String.format(Locale.ROOT, ONE_MACHINE, 1 / expected.speedup()));
		}
		if (expected != null && expected.communication() > MUCH) {
			double enough = expected.beside() * (1 - MUCH) / MUCH;
			advice.add(String.format(Locale.ROOT, LONGER, 100 * expected.communication(), Math.ceil(enough),
					Math.round(enough / expected.learning() * cluster.localIterations())));
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
		return 2 * (cluster.workers() * stateBytes(plan) + Float.BYTES * hidden);
	}

	private static long stateBytes(Plan plan) {
		return RoundLength.stateBytes(plan.architecture(), plan.hyperparameters());
	}

	/**
	 * What is expected of Spark.
	 *
	 * @param learning seconds of a round
	 * @param communication part of a round that is no learning
	 * @param speedup compared with this machine
	 */
	record Expected(double learning, double communication, double speedup) {

		/** Seconds of a round that are no learning. */
		double beside() {
			return this.learning * this.communication / (1 - this.communication);
		}

	}

}
