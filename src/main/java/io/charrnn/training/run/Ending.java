package io.charrnn.training.run;

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

}
