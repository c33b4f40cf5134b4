package io.charrnn.inference;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What to predict.
 *
 * @param text the text whose next character is asked for; may be empty
 * @param texts many such texts, in place of {@code text}
 * @param top how many of the most likely characters to return
 * @param temperature what the logits are divided by
 * @param unknownCharacters what to do with characters that the model does not know
 */
@Schema(example = """
		{"text": "To be, or not to b", "top": 3}""")
record PredictionRequest(
		@Schema(description = "The text whose next character is asked for; may be empty. Either this or `texts`.",
				example = "To be, or not to b") @Nullable String text,
		@Schema(description = "1 to 256 such texts in one call.") @Nullable List<@Nullable String> texts,
		@Schema(description = "How many of the most likely characters to return.", minimum = "1",
				defaultValue = "10") @Nullable Integer top,
		@Schema(description = "What the logits are divided by: 0, or from 0.000001 to 100. 0 leaves the most likely "
				+ "character alone.", minimum = "0", maximum = "100", defaultValue = "1") @Nullable Double temperature,
		@Schema(description = "`error` refuses a text with characters that the model does not know; `skip` reads it "
				+ "as if they were not there.", defaultValue = "error") @Nullable UnknownCharacters unknownCharacters) {

	static final int DEFAULT_TOP = 10;

	int topOrDefault() {
		return Fields.within("top", this.top, 1, Integer.MAX_VALUE, DEFAULT_TOP);
	}

}
