package io.charrnn.inference;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Next-character distributions.
 *
 * @param model the version that predicted
 * @param predictions one for each text, in their order
 * @param fingerprint of the model's weights and the program's version
 */
record PredictionResponse(@Schema(description = "The version that predicted.", example = "shakespeare:3") String model,
		@Schema(description = "One for each text, in their order.") List<Prediction> predictions,
		@Schema(description = "Equal fingerprints and equal requests give equal answers.",
				example = "0f3a5c7788d1e2b4") String fingerprint) {

	/**
	 * The distribution of one text's next character.
	 *
	 * @param characters the most likely characters, the most likely first
	 * @param entropy of the whole distribution, nats
	 */
	record Prediction(
			@Schema(description = "The most likely characters, the most likely first.") List<Candidate> characters,
			@Schema(description = "How undecided the model is: the entropy of the whole distribution after the "
					+ "temperature, in nats.", example = "0.19") double entropy) {
	}

	/**
	 * A character and how likely it is.
	 *
	 * @param character the character
	 * @param probability after the temperature
	 * @param logProbability its natural logarithm
	 */
	@Schema(name = "PredictedCharacter")
	record Candidate(@Schema(description = "One Unicode code point.", example = "e") String character,
			@Schema(description = "After the temperature.", example = "0.97") double probability,
			@Schema(description = "The natural logarithm of the probability.",
					example = "-0.0305") double logProbability) {
	}

}
