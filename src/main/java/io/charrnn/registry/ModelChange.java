package io.charrnn.registry;

import java.util.List;

import io.charrnn.api.Tags;
import io.charrnn.problem.UnprocessableException;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is to change of a model. */
@Schema(name = "ModelChange", example = """
		{"tags": ["baseline"], "notes": "Trained overnight; quotes too much."}""")
record ModelChange(
		@Schema(description = "The model's new name, with all its versions; the reference must be a name without a "
				+ "version.", example = "bard") @Nullable String name,
		@ArraySchema(arraySchema = @Schema(description = "Words to find the version by."), maxItems = Tags.MOST,
				schema = @Schema(pattern = Tags.PATTERN, example = "baseline")) @Nullable List<String> tags,
		@Schema(description = "Notes on the version; empty for none.", maxLength = ModelChange.MOST_NOTES,
				example = "Trained overnight.") @Nullable String notes) {

	static final int MOST_NOTES = 10_000;

	ModelChange {
		if (notes != null && notes.codePointCount(0, notes.length()) > MOST_NOTES) {
			throw UnprocessableException.outOfBounds("notes", notes, "at most " + MOST_NOTES + " characters");
		}
	}

}
