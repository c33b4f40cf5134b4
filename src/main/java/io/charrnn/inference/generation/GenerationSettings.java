package io.charrnn.inference.generation;

import java.util.Arrays;

import io.charrnn.inference.pattern.Structure;
import io.charrnn.model.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * How texts are written: a request with all values within their bounds.
 *
 * @param maxCharacters most characters of a text
 * @param minCharacters fewest characters of a text that a stop string or the model ends
 * @param ignoreEnd whether the model may not end a document
 * @param seed of the first text
 * @param includeStop whether it belongs to the text
 * @param structure what the text has to be, or null
 * @param texts how many texts are written
 * @param returned how many of them are returned: those with the highest mean
 * log-probability, if not all
 * @param alternatives how many characters are named beside each that was chosen, with
 * their probabilities; null for no probabilities
 * @param includePrompt whether a text begins with the prompt
 */
record GenerationSettings(int maxCharacters, int minCharacters, boolean ignoreEnd, Sampling sampling, long seed,
		StopStrings stop, boolean includeStop, @Nullable Structure structure, int texts, int returned,
		@Nullable Integer alternatives, boolean includePrompt) {

	private static final long SEED_MASK = (1L << 53) - 1;

	/** Whether texts are to be compared by their probabilities, or these to be told. */
	boolean measuresProbability() {
		return this.alternatives != null || this.returned < this.texts;
	}

	/**
	 * How long each text becomes at most, with the prompt, and the prompt alone.
	 */
	int[] lengths(int prompt) {
		int[] lengths = new int[1 + this.texts];
		Arrays.fill(lengths, prompt + this.maxCharacters);
		return lengths;
	}

	/** The seed of a text, counted from 0. */
	long seed(int text) {
		return this.seed + text & SEED_MASK;
	}

}
