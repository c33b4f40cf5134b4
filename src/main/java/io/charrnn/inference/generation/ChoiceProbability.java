package io.charrnn.inference.generation;

import io.swagger.v3.oas.annotations.media.Schema;

/** The probability of one of the choices. */
public record ChoiceProbability(@Schema(description = "The choice.", example = "yes") String text, @Schema(
		description = "The probability that the model's text is this choice and not a longer one that starts with "
				+ "it, divided by the sum over all choices; before temperature, penalties and bias.",
		example = "0.83") double probability) {
}
