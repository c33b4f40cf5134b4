package io.charrnn.training.run;

import java.time.Duration;

/**
 * How often a run writes. Points of the curves come every second at first and less often
 * the longer a job trains, so that a day of training makes some 10,000 of them, which are
 * put together where they are stored. Checkpoints come after a few seconds of a run for
 * the first time, so that young jobs can be resumed and resumed ones are soon known not
 * to end the process, and then at an interval.
 */
final class ReportPace {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final int POINTS = 2000;

	private static final int FIRST_CHECKPOINT = 6;

	private final Duration checkpointInterval;

	private long checkpointIteration;

	private Duration nextCheckpoint;

	private Duration nextReport;

	/**
	 * Begins where a job stands.
	 * @param state whose iteration has a checkpoint, unless it is 0
	 * @param checkpointInterval most training time from one checkpoint to the next
	 */
	ReportPace(RunState state, Duration checkpointInterval) {
		this.checkpointInterval = checkpointInterval;
		this.checkpointIteration = state.iteration();
		this.nextCheckpoint = state.trainingTime().plus(checkpointInterval.dividedBy(FIRST_CHECKPOINT));
		this.nextReport = state.trainingTime().plus(SHORTEST);
	}

	boolean reportDue(Duration trainingTime) {
		return trainingTime.compareTo(this.nextReport) >= 0;
	}

	boolean checkpointDue(Duration trainingTime) {
		return trainingTime.compareTo(this.nextCheckpoint) >= 0;
	}

	/** Whether there is something that the last checkpoint does not have. */
	boolean newSince(long iteration) {
		return iteration > this.checkpointIteration;
	}

	void reported(Duration trainingTime) {
		Duration pause = trainingTime.dividedBy(POINTS);
		this.nextReport = trainingTime.plus((pause.compareTo(SHORTEST) > 0) ? pause : SHORTEST);
	}

	void checkpointed(long iteration, Duration trainingTime) {
		this.checkpointIteration = iteration;
		this.nextCheckpoint = trainingTime.plus(this.checkpointInterval);
	}

}
