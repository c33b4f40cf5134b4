package io.charrnn.search;

/** The status of a trial within its rung. */
public enum TrialStatus {

	/** Is to be trained in this rung as soon as there is a place. */
	WAITING,

	/** Has a training job on its way to the rung's end. */
	TRAINING,

	/** Has reached the rung's end and waits for the others. */
	READY,

	/** Others were better; its checkpoints are dropped. */
	LOST,

	/** Its training failed. */
	FAILED,

	/** Was published. */
	WON;

	/** Whether it may still win. */
	boolean competes() {
		return switch (this) {
			case WAITING, TRAINING, READY -> true;
			case LOST, FAILED, WON -> false;
		};
	}

}
