package io.charrnn.inference.generation;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Generated texts. */
public record GenerationResponse(@Schema(description = "The version used.", example = "shakespeare:3") String model,
		@Schema(description = "The texts.") List<Generation> generations,
		@Schema(description = "The probability of each choice, in their order; with choices.") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<ChoiceProbability> choices,
		Usage usage, Timings timings,
		@Schema(description = "Whether the network was combined with character n-grams.",
				example = "false") boolean mixture,
		@Schema(description = "Equal requests with equal fingerprints give equal texts.",
				example = "0f3a5c7788d1e2b4") String fingerprint) {

	/** A text. */
	public record Generation(
			@Schema(description = "Without the prompt and the stop string, unless requested.",
					example = "What light through yonder window breaks?") String text,
			FinishReason finishReason,
			@Schema(description = "The stop string that ended the text, if any.",
					example = "\\n") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String stop,
			@Schema(description = "The seed that reproduces the text, with n = 1.", example = "1") long seed,
			@Schema(description = "The mean log-probability of all generated characters, including those of a stop "
					+ "string; with bestOf or logProbabilities.",
					example = "-1.37") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double meanLogProbability,
			@Schema(description = "Each character of the text; with logProbabilities.") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<ChosenCharacter> logProbabilities) {
	}

	/** A character that was chosen. */
	public record ChosenCharacter(@Schema(description = "One Unicode code point.", example = "e") String character,
			@Schema(description = "The natural logarithm of the model's probability; null for the first character of "
					+ "a prompt if nothing precedes it.", example = "-0.21") @Nullable Double logProbability,
			@Schema(description = "The most likely characters at its position, most likely first; may include it.") List<Alternative> alternatives) {
	}

	/** A character that could have been chosen. */
	@Schema(name = "AlternativeCharacter")
	public record Alternative(@Schema(description = "One Unicode code point.", example = "e") String character,
			@Schema(description = "The natural logarithm of the model's probability.",
					example = "-0.21") double logProbability) {
	}

	/** What was read and written. */
	public record Usage(
			@Schema(description = "Characters of the prompt that were read.", example = "7") int promptCharacters,
			@Schema(description = "Characters generated in all texts, including those of stop strings.",
					example = "200") int generatedCharacters) {
	}

	/** How long it took, with the time that others computed. */
	public record Timings(@Schema(description = "Reading the prompt.", example = "0.0002") double promptSeconds,
			@Schema(description = "Generating all texts.", example = "0.003") double generationSeconds) {
	}

}
