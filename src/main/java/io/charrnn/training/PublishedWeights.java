package io.charrnn.training;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Which weights of a job become a model if it ends as it is, or became one when it
 * succeeded.
 *
 * @param lowestValidationLoss whether they are those with the lowest validation loss, and
 * not just the last
 */
@Schema(example = """
		{"checkpoint": "checkpoint_2f1c5d0c9c0f4f0e8a57b3f6a1d2c3b4", "iteration": 1203, "choice": "best"}""")
public record PublishedWeights(
		@Schema(description = "Their checkpoint, usable wherever a model reference is.") CheckpointId checkpoint,
		@Schema(description = "The iteration after which they were saved.") long iteration,
		@JsonIgnore boolean lowestValidationLoss) {

	@JsonProperty
	@Schema(description = "`best`: those with the lowest validation loss; `last`: the newest, because there is no "
			+ "validation.", allowableValues = { "best", "last" }, requiredMode = Schema.RequiredMode.REQUIRED)
	public String choice() {
		return this.lowestValidationLoss ? "best" : "last";
	}

}
