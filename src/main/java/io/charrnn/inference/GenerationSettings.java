package io.charrnn.inference;

import io.charrnn.model.Sampling;

/**
 * How texts are written: a request with all values within their bounds.
 *
 * @param maxCharacters most characters of a text
 * @param sampling how characters are chosen
 * @param seed of the first text
 * @param stop what ends a text
 * @param texts how many texts
 * @param includePrompt whether a text begins with the prompt
 */
record GenerationSettings(int maxCharacters, Sampling sampling, long seed, StopStrings stop, int texts,
		boolean includePrompt) {

	private static final long SEED_MASK = (1L << 53) - 1;

	/** The seed of a text, counted from 0. */
	long seed(int text) {
		return this.seed + text & SEED_MASK;
	}

}
