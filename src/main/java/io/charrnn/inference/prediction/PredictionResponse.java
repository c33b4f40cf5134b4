package io.charrnn.inference.prediction;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Next-character distributions. */
public record PredictionResponse(@Schema(description = "The version used.", example = "shakespeare:3") String model,
		@Schema(description = "One per text, in order.") List<Prediction> predictions,
		@Schema(description = "Whether the network was combined with character n-grams.",
				example = "false") boolean mixture,
		@Schema(description = "Equal requests with equal fingerprints give equal answers.",
				example = "0f3a5c7788d1e2b4") String fingerprint) {

	/** The distribution of one text's next character. */
	record Prediction(
			@Schema(description = "The most likely characters, most likely first.") List<Candidate> characters,
			@Schema(description = "The entropy of the whole distribution after the temperature, in nats.",
					example = "0.19") double entropy,
			@Schema(description = "The most probable continuations, most probable first; with `length`. Fewer than "
					+ "`top` if there are no more, or if the search needed more steps than the service allows; "
					+ "those returned are the most probable ones in any case.") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Continuation> continuations) {
	}

	/** Several characters that may follow a text, and how probable they are. */
	record Continuation(
			@Schema(description = "As many characters as `length`, or fewer up to the end of a document.",
					example = "e, ") String text,
			@Schema(description = "The product of the characters' probabilities after the temperature.",
					example = "0.41") double probability,
			@Schema(description = "The natural logarithm of the probability.",
					example = "-0.89") double logProbability) {
	}

	/** A character and how likely it is. */
	@Schema(name = "PredictedCharacter")
	record Candidate(
			@Schema(description = "One Unicode code point; empty for the end of a document, and for a label, which "
					+ "is hardly ever probable.", example = "e") String character,
			@Schema(description = "After the temperature.", example = "0.97") double probability,
			@Schema(description = "The natural logarithm of the probability.",
					example = "-0.0305") double logProbability) {
	}

}
