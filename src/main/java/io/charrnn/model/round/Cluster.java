package io.charrnn.model.round;

import io.charrnn.model.Hyperparameter;
import io.charrnn.model.HyperparameterField;

/**
 * How a run is split among members. All of its fields affect the bits of the result;
 * where members run, and on how many machines, does not.
 *
 * @param workers P, members among which the streams of a batch are split
 * @param localIterations K, iterations of a round
 * @param threadsPerWorker threads of each member
 * @param outer the step at the end of a round
 */
public record Cluster(
		@Hyperparameter(value = "Number of workers among which the streams of a batch are split; each needs at least 6",
				least = 1) int workers,
		@Hyperparameter(
				value = "Iterations of a round, after which members meet; if omitted, on Spark enough to make "
						+ "communication a tenth of the time, otherwise 10",
				least = 1, most = 10_000) int localIterations,
		@Hyperparameter(value = "Threads per worker, which affect the last bits of results", least = 1,
				most = 256) int threadsPerWorker,
		@Hyperparameter("The outer step at the end of a round, SGD with Nesterov momentum") OuterStep outer) {

	/**
	 * Streams of a member, at least: products over fewer rows leave much of a core
	 * unused.
	 */
	public static final int LEAST_STREAMS = 6;

	public Cluster {
		HyperparameterField.check("cluster.", Cluster.class, workers, localIterations, threadsPerWorker, outer);
	}

	/** The same with rounds of another length. */
	public Cluster inRoundsOf(int iterations) {
		return new Cluster(this.workers, iterations, this.threadsPerWorker, this.outer);
	}

}
