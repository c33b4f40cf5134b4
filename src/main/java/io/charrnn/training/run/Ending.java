package io.charrnn.training.run;

import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.TrainingJobStatus.Event;
import org.jspecify.annotations.Nullable;

/**
 * How a worker lets a job go.
 *
 * @param event what happens to the job
 * @param error JSON of the problem that ended it, or null
 */
record Ending(Event event, @Nullable String error) {

	static Ending by(Event event) {
		return new Ending(event, null);
	}

	/**
	 * What becomes of it if the job was asked something meanwhile that the worker has not
	 * seen. Jobs that have ended stay so.
	 * @param requested what the job was asked to become, or null
	 */
	Ending afterRequest(@Nullable TrainingJobStatus requested) {
		boolean goesOn = this.event == Event.HAND_BACK || this.event == Event.PAUSE;
		if (goesOn && requested == TrainingJobStatus.CANCELLED) {
			return by(Event.CANCEL);
		}
		return (goesOn && requested == TrainingJobStatus.PAUSED) ? by(Event.PAUSE) : this;
	}

}
