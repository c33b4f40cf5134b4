package io.charrnn.model.ngram;

import java.util.Locale;

/**
 * All that a mixture knows about one text.
 *
 * @param weights of the network and of the n-grams; not to be changed
 * @param text the end of the text, which is counted; not to be changed
 */
public record MixtureState(double[] weights, char[] text) {

	/** How many weights there are. */
	public static final int WEIGHTS = 1 + 2 * Mixture.CONTEXTS.length;

	public MixtureState {
		if (weights.length != WEIGHTS || text.length > Mixture.MOST_OF_TEXT) {
			throw new IllegalArgumentException(String.format(Locale.ROOT,
					"a mixture has no %d weights and %d characters", weights.length, text.length));
		}
	}

}
