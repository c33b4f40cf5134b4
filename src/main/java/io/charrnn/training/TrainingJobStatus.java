package io.charrnn.training;

import java.util.Locale;

import io.charrnn.problem.ConflictException;
import io.charrnn.problem.Problem;

/** The status of a training job. Owns all transitions. */
public enum TrainingJobStatus {

	/** Waits for a worker. */
	QUEUED,

	/** Has a worker, or had one that died and was not yet found dead. */
	RUNNING,

	/** Was stopped on request and continues from its checkpoint when resumed. */
	PAUSED,

	/** Ended; its best checkpoint was published. */
	SUCCEEDED,

	/** Ended by an error. */
	FAILED,

	/** Ended on request. */
	CANCELLED;

	/** Whether the job has ended and never changes again, unless somebody extends it. */
	public boolean finished() {
		return switch (this) {
			case QUEUED, RUNNING, PAUSED -> false;
			case SUCCEEDED, FAILED, CANCELLED -> true;
		};
	}

	/**
	 * The status that an event leads to.
	 * @param event what happens to the job
	 * @throws ConflictException naming the status, if it cannot happen in it
	 */
	public TrainingJobStatus next(Event event) {
		return switch (this) {
			case QUEUED -> switch (event) {
				case CLAIM -> RUNNING;
				case PAUSE -> PAUSED;
				case CANCEL -> CANCELLED;
				case FINISH -> SUCCEEDED;
				case RESUME, HAND_BACK, SUCCEED, FAIL, EXTEND -> throw conflict(event);
			};
			case RUNNING -> switch (event) {
				case CLAIM -> RUNNING;
				case HAND_BACK -> QUEUED;
				case PAUSE -> PAUSED;
				case CANCEL -> CANCELLED;
				case SUCCEED, FINISH -> SUCCEEDED;
				case FAIL -> FAILED;
				case RESUME, EXTEND -> throw conflict(event);
			};
			case PAUSED -> switch (event) {
				case CANCEL -> CANCELLED;
				case RESUME -> QUEUED;
				case FINISH -> SUCCEEDED;
				case CLAIM, HAND_BACK, PAUSE, SUCCEED, FAIL, EXTEND -> throw conflict(event);
			};
			case SUCCEEDED, FAILED, CANCELLED -> switch (event) {
				case EXTEND -> QUEUED;
				case CLAIM, HAND_BACK, PAUSE, CANCEL, RESUME, FINISH, SUCCEED, FAIL -> throw conflict(event);
			};
		};
	}

	/** What the API calls it. */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	private Problem conflict(Event event) {
		return wrong("A training job with the status %s cannot be %s.".formatted(text(), event.participle));
	}

	/** What is told of a change that is not possible in this status. */
	public Problem wrong(String detail) {
		return new ConflictException("wrong-status", detail).with("jobStatus", text());
	}

	/** What happens to a job. */
	public enum Event {

		/**
		 * A worker takes the job; a running one only after its worker was found dead.
		 */
		CLAIM("claimed"),

		/** The worker stops with its process, for another to continue. */
		HAND_BACK("handed back"),

		/** Somebody asked for a pause. */
		PAUSE("paused"),

		/** Somebody asked for the end. */
		CANCEL("cancelled"),

		/** Somebody asked to continue. */
		RESUME("resumed"),

		/** Somebody asked to publish what there is. */
		FINISH("finished"),

		/** Somebody asked to train on beyond the end. */
		EXTEND("extended"),

		/** Training reached its end. */
		SUCCEED("completed"),

		/** Training cannot continue. */
		FAIL("failed");

		private final String participle;

		Event(String participle) {
			this.participle = participle;
		}

	}

}
