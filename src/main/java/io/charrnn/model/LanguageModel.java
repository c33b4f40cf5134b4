package io.charrnn.model;

import java.util.Locale;

/**
 * A trained network and its alphabet: everything needed to predict.
 *
 * @param alphabet the characters, as many as the architecture's alphabetSize
 * @param parameters the weights in the order of {@link ParameterLayout}; not to be
 * changed
 */
public record LanguageModel(Architecture architecture, Alphabet alphabet, float[] parameters) {

	public LanguageModel {
		if (alphabet.size() != architecture.alphabetSize()) {
			throw new IllegalArgumentException(
					String.format(Locale.ROOT, "the alphabet has %d characters, the architecture %d", alphabet.size(),
							architecture.alphabetSize()));
		}
		if (parameters.length != new ParameterLayout(architecture).length()) {
			throw new IllegalArgumentException(String.format(Locale.ROOT, "%d parameters are needed, not %d",
					new ParameterLayout(architecture).length(), parameters.length));
		}
	}

}
