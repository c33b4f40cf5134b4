package io.charrnn.model;

/**
 * How a character is chosen from a distribution. The temperature acts first; then each
 * filter leaves out characters and the rest is scaled to sum to 1 again, in the order
 * topK, topP, minP.
 *
 * @param temperature what the logits are divided by: 1 leaves the distribution as it is,
 * less sharpens it, 0 always takes the most likely character
 * @param topK how many of the most likely characters are left in, at least 1
 * @param topP the most likely characters are left in until their probabilities sum to
 * this (nucleus sampling, Holtzman et al. 2020); (0, 1], 1 leaves all in
 * @param minP characters less likely than this part of the most likely one's probability
 * are left out (Nguyen et al. 2024); [0, 1], 0 leaves all in
 */
public record Sampling(double temperature, int topK, double topP, double minP) {

	public Sampling {
		if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
			throw new IllegalArgumentException("temperature must be a number from 0, but is " + temperature);
		}
		if (topK < 1) {
			throw new IllegalArgumentException("topK must be at least 1, but is " + topK);
		}
		if (!(topP > 0 && topP <= 1)) {
			throw new IllegalArgumentException("topP must be more than 0 and at most 1, but is " + topP);
		}
		if (!(minP >= 0 && minP <= 1)) {
			throw new IllegalArgumentException("minP must be from 0 to 1, but is " + minP);
		}
	}

	/** No filter. */
	public static Sampling temperature(double temperature) {
		return new Sampling(temperature, Integer.MAX_VALUE, 1, 0);
	}

}
