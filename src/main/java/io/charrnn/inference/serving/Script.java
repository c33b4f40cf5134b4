package io.charrnn.inference.serving;

import io.charrnn.model.HiddenState;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a model reads, character by character, as far as it is no
 * {@link KnownText}: what the model writes itself. Is called between the steps of a
 * batch, by one thread at a time, so it must be quick and must not wait.
 */
public interface Script {

	/** Instead of a character: there is nothing more to read. */
	int END = -1;

	/** Instead of a character: nothing is read until {@link Reading#resume}. */
	int PAUSE = -2;

	/** Whether {@link #next} wants to know what the model says. */
	boolean asks();

	/**
	 * Decides what the model reads next.
	 * @param logits {@code [V]}: what the model says about the next character, if it was
	 * asked; not to be changed, valid until this returns
	 * @return the character's index in the alphabet, {@link #END} or {@link #PAUSE}
	 */
	int next(float[] logits);

	/**
	 * Where the state before the character that {@link #next} has just given is copied
	 * to, or null if it is not needed.
	 */
	default @Nullable HiddenState keeps() {
		return null;
	}

}
