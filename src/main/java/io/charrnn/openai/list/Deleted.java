package io.charrnn.openai.list;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The response to a deletion.
 *
 * @param deleted always true
 */
@Schema(name = "OpenAiDeleted")
public record Deleted(String id, @Schema(example = "file") String object, @Schema(example = "true") boolean deleted) {

	public static Deleted of(String object, String id) {
		return new Deleted(id, object, true);
	}

}
