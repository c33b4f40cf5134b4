package io.charrnn.inference.prediction;

import java.util.List;

import io.charrnn.inference.UnknownCharacters;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What to predict. */
@Schema(example = """
		{"text": "To be, or not to b", "top": 3}""")
record PredictionRequest(@Schema(
		description = "The text to predict from; may be empty, up to 100,000 characters unless configured otherwise. "
				+ "Either this or `texts`.",
		example = "To be, or not to b") @Nullable String text,
		@Schema(description = "1 to 256 such texts, together up to 100,000 characters, unless configured otherwise.") @Nullable List<@Nullable String> texts,
		@Schema(description = "The label of the documents that the texts start: one that the model has learned.",
				example = "Welsh") @Nullable String label,
		@Schema(description = "Number of most likely characters to return.", minimum = "1",
				defaultValue = "10") @Nullable Integer top,
		@Schema(description = "Also returns the `top` most probable continuations of this many characters. `top` is "
				+ "at most 1,000 then.", minimum = "1", maximum = "64") @Nullable Integer length,
		@Schema(description = "Divisor of the logits: 0, or from 0.000001 to 100. 0 leaves only the most likely "
				+ "character.", minimum = "0", maximum = "100", defaultValue = "1") @Nullable Double temperature,
		@Schema(description = "Whether to combine the network with character n-grams of the training text and of the "
				+ "text so far; not with `length`. Defaults to how the model is served.",
				example = "false") @Nullable Boolean mixture,
		@Schema(description = "`error` rejects a text with characters that the model does not know; `skip` leaves "
				+ "them out.", defaultValue = "error") @Nullable UnknownCharacters unknownCharacters) {
}
