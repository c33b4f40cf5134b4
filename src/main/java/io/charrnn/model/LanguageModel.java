package io.charrnn.model;

/**
 * A trained network and the alphabet it speaks: all that is needed to predict.
 *
 * @param architecture what the network is
 * @param alphabet the characters, as many as the architecture's alphabetSize
 * @param parameters the weights in the order of {@link ParameterLayout}; not to be
 * changed
 */
public record LanguageModel(Architecture architecture, Alphabet alphabet, float[] parameters) {

	public LanguageModel {
		if (alphabet.size() != architecture.alphabetSize()) {
			throw new IllegalArgumentException("the alphabet has %d characters, the architecture %d"
				.formatted(alphabet.size(), architecture.alphabetSize()));
		}
		if (parameters.length != new ParameterLayout(architecture).length()) {
			throw new IllegalArgumentException("%d parameters are needed, not %d"
				.formatted(new ParameterLayout(architecture).length(), parameters.length));
		}
	}

}
