package io.charrnn.training.run;

import io.charrnn.training.TrainingJobStatus.Event;
import org.jspecify.annotations.Nullable;

/** What a worker is told while it trains. */
enum Signal {

	/** Go on. */
	NONE(null),

	/** Write a checkpoint and let the job go for as long as nobody resumes it. */
	PAUSE(Event.PAUSE),

	/** Let the job go for ever. */
	CANCEL(Event.CANCEL),

	/** Write a checkpoint and hand the job to another worker: the process ends. */
	STOP(Event.HAND_BACK);

	private final @Nullable Event event;

	Signal(@Nullable Event event) {
		this.event = event;
	}

	/** How the worker lets the job go then. */
	Ending ending() {
		if (this.event == null) {
			throw new IllegalStateException("nobody asked to let the job go");
		}
		return Ending.by(this.event);
	}

}
