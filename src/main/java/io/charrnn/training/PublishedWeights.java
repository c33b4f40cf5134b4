package io.charrnn.training;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Which weights of a job become a model if it ends as it is, or became one when it
 * succeeded.
 *
 * @param iteration updates that they are after
 * @param lowestValidationLoss whether they are those with the lowest validation loss, and
 * not just the last
 */
@Schema(example = """
		{"iteration": 1203, "choice": "best"}""")
public record PublishedWeights(@Schema(description = "Updates that they are after.") long iteration,
		@JsonIgnore boolean lowestValidationLoss) {

	@JsonProperty
	@Schema(description = "`best`: those with the lowest validation loss; `last`: the newest, as nothing is validated.",
			allowableValues = { "best", "last" }, requiredMode = Schema.RequiredMode.REQUIRED)
	public String choice() {
		return this.lowestValidationLoss ? "best" : "last";
	}

}
