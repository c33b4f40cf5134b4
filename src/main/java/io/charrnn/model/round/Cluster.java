package io.charrnn.model.round;

import io.charrnn.model.InvalidHyperparameterException;

/**
 * How a run is split over members. All of it decides the bits of the result; where
 * members are computed, and on how many machines, does not.
 *
 * @param workers P, members among which the streams of a batch are split
 * @param localIterations K, iterations of a round
 * @param threadsPerWorker threads of each member
 * @param outer the step at the end of a round
 */
public record Cluster(int workers, int localIterations, int threadsPerWorker, OuterStep outer) {

	public static final int MAX_LOCAL_ITERATIONS = 10_000;

	public static final int MAX_THREADS = 256;

	/**
	 * Streams of a member, at least: products over fewer rows leave much of a core
	 * unused.
	 */
	public static final int LEAST_STREAMS = 6;

	public Cluster {
		within("cluster.workers", workers, 1, Integer.MAX_VALUE);
		within("cluster.localIterations", localIterations, 1, MAX_LOCAL_ITERATIONS);
		within("cluster.threadsPerWorker", threadsPerWorker, 1, MAX_THREADS);
	}

	private static void within(String field, long value, long least, long most) {
		if (value < least || value > most) {
			throw new InvalidHyperparameterException(field, value, "from " + least + " to " + most);
		}
	}

}
