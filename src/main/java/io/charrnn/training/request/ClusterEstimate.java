package io.charrnn.training.request;

import io.charrnn.model.ParameterLayout;
import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.LocalRounds;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What training in rounds would come to.
 *
 * @param workers how many members there are
 * @param localIterations of a round
 */
public record ClusterEstimate(int workers, int localIterations, @Schema(
		description = "How many rounds there are; null if the number of updates is not known.") @Nullable Long rounds,
		@Schema(description = "What all workers together take from the common state and give to the next one in a "
				+ "round.") long bytesPerRound,
		@Schema(description = "How long a round is computed, on Spark with a core like this machine's for each thread; null if "
				+ "the speed is not known.") @Nullable Double secondsPerRound,
		@Schema(description = "Workers that learn at the same time here, the others after them; null on "
				+ "Spark.") @Nullable Integer atOnce,
		@Schema(description = "What would be better; null if nothing is known.") @Nullable String advice) {

	private static final String FEWER = "All workers are in one process here: one worker, or training without cluster, "
			+ "mostly reaches lower losses on the same characters.";

	private static final String LONGER = "On Spark a round should take 2 s or more, so that meeting is a small part of it: "
			+ "take more localIterations.";

	/** Seconds of computing. */
	private static final double LONG_ENOUGH = 2;

	/**
	 * Says what a plan comes to.
	 * @param iterations updates altogether, or null
	 * @param speed characters a second of this machine, or null
	 * @param spark whether members are computed there
	 */
	static @Nullable ClusterEstimate of(Plan plan, @Nullable Long iterations, @Nullable Double speed, boolean spark) {
		Cluster cluster = plan.cluster();
		if (cluster == null) {
			return null;
		}
		long round = cluster.localIterations();
		Long rounds = (iterations != null) ? Long.valueOf((iterations + round - 1) / round) : null;
		Double here = (speed != null)
				? Double.valueOf(round * plan.hyperparameters().optimization().charactersPerIteration() / speed) : null;
		if (!spark) {
			return new ClusterEstimate(cluster.workers(), cluster.localIterations(), rounds, bytes(plan, cluster), here,
					LocalRounds.atOnce(cluster, plan.engine().threads()), (cluster.workers() > 1) ? FEWER : null);
		}
		Double there = (here != null)
				? Double.valueOf(here * plan.engine().threads() / cluster.workers() / cluster.threadsPerWorker())
				: null;
		return new ClusterEstimate(cluster.workers(), cluster.localIterations(), rounds, bytes(plan, cluster), there,
				null, (there != null && there < LONG_ENOUGH) ? LONGER : null);
	}

	/** Parameters, two moments and maybe an average there and back, and hidden states. */
	private static long bytes(Plan plan, Cluster cluster) {
		long vectors = (plan.hyperparameters().optimization().averaging() > 0) ? 4 : 3;
		long parameters = new ParameterLayout(plan.architecture()).length();
		long hidden = (long) plan.architecture().layers() * plan.architecture().cell().stateVectors()
				* plan.architecture().hiddenSize() * plan.hyperparameters().optimization().batchSize();
		return 2 * Float.BYTES * (cluster.workers() * vectors * parameters + hidden);
	}

}
