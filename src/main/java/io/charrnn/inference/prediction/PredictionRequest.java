package io.charrnn.inference.prediction;

import java.util.List;

import io.charrnn.inference.UnknownCharacters;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What to predict. */
@Schema(example = """
		{"text": "To be, or not to b", "top": 3}""")
record PredictionRequest(@Schema(
		description = "The text whose next character is asked for; may be empty, up to 100,000 characters unless "
				+ "configured otherwise. Either this or `texts`.",
		example = "To be, or not to b") @Nullable String text,
		@Schema(description = "1 to 256 such texts in one call, together up to 100,000 characters, unless configured "
				+ "otherwise.") @Nullable List<@Nullable String> texts,
		@Schema(description = "The label of the documents that the texts begin: one that the model has learned.",
				example = "Welsh") @Nullable String label,
		@Schema(description = "How many of the most likely characters to return.", minimum = "1",
				defaultValue = "10") @Nullable Integer top,
		@Schema(description = "Return the `top` most probable continuations of so many characters as well. `top` is "
				+ "at most 1,000 then.", minimum = "1", maximum = "64") @Nullable Integer length,
		@Schema(description = "What the logits are divided by: 0, or from 0.000001 to 100. 0 leaves the most likely "
				+ "character alone.", minimum = "0", maximum = "100", defaultValue = "1") @Nullable Double temperature,
		@Schema(description = "Whether to mix the network with character n-grams, those of what the model learned and "
				+ "of the text so far; not with `length`. If not given, as the model is served.",
				example = "false") @Nullable Boolean mixture,
		@Schema(description = "`error` refuses a text with characters that the model does not know; `skip` reads it "
				+ "as if they were not there.", defaultValue = "error") @Nullable UnknownCharacters unknownCharacters) {
}
