package io.charrnn.training.request;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a client wants trained.
 *
 * @param corpus id of the text to learn from
 * @param model name that the result is to be published under
 * @param preset hyperparameters to begin from, or null for the usual ones
 * @param hyperparameters object with those that are to differ, or null
 * @param initializeFrom model or checkpoint to go on from, or null
 * @param engine name of the training engine, or null for the usual one
 */
public record NewTrainingJob(String corpus, String model, @Nullable Preset preset, @Nullable JsonNode hyperparameters,
		@Nullable String initializeFrom, @Nullable String engine) {

	Preset presetOrUsual() {
		return (this.preset != null) ? this.preset : Preset.SMALL;
	}

	HyperparametersOverlay overlay() {
		return new HyperparametersOverlay((this.hyperparameters != null && !this.hyperparameters.isNull())
				? this.hyperparameters : JsonNodeFactory.instance.objectNode());
	}

}
