package io.charrnn.training;

/**
 * What a queued job waits for.
 *
 * @param reason the kind
 * @param detail a sentence for people
 */
public record Waiting(Reason reason, String detail) {

	/** Whatever else a job may wait for is over: it only waits for its turn. */
	public static final Waiting FOR_ITS_TURN = new Waiting(Reason.WORKER,
			"The job waits for a free worker (charrnn.training.max-concurrent-jobs).");

	/**
	 * The same if no replica is left that could run the job.
	 * @param replicas how many there are
	 */
	Waiting forNobody(int replicas) {
		return new Waiting(Reason.NOBODY, "None of the running replicas (" + replicas
				+ ") can run the job. The last that looked: " + this.detail);
	}

	/** Kinds of what a job waits for. */
	public enum Reason {

		/** A worker that is free. */
		WORKER,

		/** Memory that other jobs take. */
		MEMORY,

		/** After a death, jobs that may have caused it go on one at a time. */
		DEATH,

		/** A replica that can run the job, as those that looked cannot. */
		REPLICA,

		/** No replica that is up can run the job. */
		NOBODY

	}

}
