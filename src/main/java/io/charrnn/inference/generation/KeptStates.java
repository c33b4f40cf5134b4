package io.charrnn.inference.generation;

import io.charrnn.model.Architecture;
import io.charrnn.model.HiddenState;
import org.jspecify.annotations.Nullable;

/**
 * States that a text went through, one at every so many characters, the last two of them:
 * so that a text can end before its last characters without being read again.
 */
final class KeptStates {

	private static final int EVERY = 32;

	private final int every;

	private final HiddenState[] states;

	/**
	 * Keeps nothing yet.
	 * @param longest characters that a text may lose at its end
	 */
	KeptStates(Architecture architecture, int longest) {
		this.every = Math.max(EVERY, longest);
		this.states = new HiddenState[] { HiddenState.zero(architecture), HiddenState.zero(architecture) };
	}

	/**
	 * Where the state after so many characters belongs, or null if it is not kept.
	 */
	@Nullable HiddenState after(int characters) {
		return (characters % this.every == 0) ? at(characters) : null;
	}

	/**
	 * The last position before which a state is kept that is still within a text.
	 * @param characters of the text
	 * @param reached characters with the state after which the last was requested
	 */
	int latest(int characters, int reached) {
		int last = reached / this.every * this.every;
		return (last <= characters) ? last : last - this.every;
	}

	/** The state that is kept at a position. */
	HiddenState at(int position) {
		return this.states[position / this.every % 2];
	}

}
