package io.charrnn.openai.model;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.charrnn.registry.StoredModel;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A model.
 *
 * @param object always {@code model}
 * @param ownedBy always this program
 */
@Schema(name = "OpenAiModel")
record ModelObject(
		@Schema(description = "`name` for the newest version, `name:version`, or a checkpoint's id.",
				example = "shakespeare") String id,
		@Schema(example = "model") String object,
		@Schema(description = "Seconds since 1970.", example = "1767225600") long created,
		@Schema(example = "char-rnn-server") @JsonProperty("owned_by") String ownedBy,
		@Schema(description = "Uniquely identifies this model.", example = "shakespeare:3") String root,
		@Schema(description = "The model that training started from, if any.",
				example = "shakespeare:2") @Nullable String parent) {

	static ModelObject of(String id, StoredModel model) {
		return new ModelObject(id, "model", seconds(model.createdAt()), "char-rnn-server", model.reference(),
				model.provenance().initializedFrom());
	}

	private static long seconds(Instant time) {
		return time.getEpochSecond();
	}

}
