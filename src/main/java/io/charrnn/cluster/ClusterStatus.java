package io.charrnn.cluster;

import org.jspecify.annotations.Nullable;

/**
 * The state of a job's cluster.
 *
 * @param application what Spark calls it, or null before there is one
 * @param ui where Spark shows it, or null if nowhere
 * @param executors how many are alive
 * @param lostExecutors how many were lost since the driver started
 * @param lastLoss why the last one was lost, or null if none was
 * @param waiting what it waits for, or null if it learns
 * @param startSeconds from the start of the driver to its first iteration: for the
 * driver, the executors, the text and the state; null before the first round has ended
 * @param roundSeconds of the last round, or null before the first
 * @param communication part of that time in which the cluster's cores did not learn
 */
public record ClusterStatus(@Nullable String application, @Nullable String ui, int executors, int lostExecutors,
		@Nullable String lastLoss, @Nullable String waiting, @Nullable Double startSeconds,
		@Nullable Double roundSeconds, @Nullable Double communication) {

	/** Before there is a driver. */
	static final ClusterStatus NONE = new ClusterStatus(null, null, 0, 0, null, "the driver has not started yet", null,
			null, null);

	ClusterStatus waitingFor(@Nullable String other) {
		return new ClusterStatus(this.application, this.ui, this.executors, this.lostExecutors, this.lastLoss, other,
				this.startSeconds, this.roundSeconds, this.communication);
	}

	ClusterStatus as(String newApplication, @Nullable String newUi) {
		return new ClusterStatus(newApplication, newUi, this.executors, this.lostExecutors, this.lastLoss, this.waiting,
				this.startSeconds, this.roundSeconds, this.communication);
	}

	ClusterStatus with(int alive, int lost, @Nullable String loss) {
		return new ClusterStatus(this.application, this.ui, alive, lost, loss, this.waiting, this.startSeconds,
				this.roundSeconds, this.communication);
	}

	/**
	 * After a round.
	 * @param start seconds that its driver took to begin the first one
	 * @param nanos that it took
	 * @param learning nanoseconds of that in which the cluster's cores learned
	 */
	ClusterStatus after(double start, long nanos, long learning) {
		return new ClusterStatus(this.application, this.ui, this.executors, this.lostExecutors, this.lastLoss, null,
				start, nanos / 1e9, Math.max(0, 1 - (double) learning / nanos));
	}

}
