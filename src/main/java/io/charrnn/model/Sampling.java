package io.charrnn.model;

import java.util.Map;

/**
 * How a character is chosen from a distribution. First the penalties and the bias change
 * logits; the temperature acts next; then each filter leaves out characters and the rest
 * is scaled to sum to 1 again, in the order that {@link SamplingOrder} says.
 *
 * @param temperature what the logits are divided by: 1 leaves the distribution as it is,
 * less sharpens it, 0 always takes the most likely character
 * @param topK how many of the most likely characters are left in, at least 1
 * @param topP the most likely characters are left in until their probabilities sum to
 * this (nucleus sampling, Holtzman et al. 2020); (0, 1], 1 leaves all in
 * @param minP characters less likely than this part of the most likely one's probability
 * are left out (Nguyen et al. 2024); [0, 1], 0 leaves all in
 * @param typicalP the characters whose surprisal is closest to the entropy are left in
 * until their probabilities sum to this (locally typical sampling, Meister et al. 2022);
 * (0, 1], 1 leaves all in
 * @param penalties on characters that the text has already
 * @param bias what is added to the logits of characters, by their indices
 * @param order of these steps
 */
public record Sampling(double temperature, int topK, double topP, double minP, double typicalP, Penalties penalties,
		Map<Integer, Double> bias, SamplingOrder order) {

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
		if (!(typicalP > 0 && typicalP <= 1)) {
			throw new IllegalArgumentException("typicalP must be more than 0 and at most 1, but is " + typicalP);
		}
		bias = Map.copyOf(bias);
	}

	/** In the usual order. */
	public Sampling(double temperature, int topK, double topP, double minP, double typicalP, Penalties penalties,
			Map<Integer, Double> bias) {
		this(temperature, topK, topP, minP, typicalP, penalties, bias, SamplingOrder.PENALTIES_FIRST);
	}

	/** Without penalties, bias and typicalP. */
	public Sampling(double temperature, int topK, double topP, double minP) {
		this(temperature, topK, topP, minP, 1, Penalties.NONE, Map.of());
	}

	/** No filter. */
	public static Sampling temperature(double temperature) {
		return new Sampling(temperature, Integer.MAX_VALUE, 1, 0);
	}

}
