package io.charrnn.training.request;

import java.util.List;

import io.charrnn.model.Hyperparameters;
import io.charrnn.model.TrainingEngine;
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
 * @param tags what people find it by
 */
public record NewTrainingJob(String corpus, String model, @Nullable Preset preset, @Nullable JsonNode hyperparameters,
		@Nullable String initializeFrom, @Nullable String engine, List<String> tags) {

	/**
	 * What its hyperparameters are laid over: those of the preset or of the usual one, in
	 * the precision that pays with an engine on this machine.
	 */
	Hyperparameters base(TrainingEngine engine) {
		Hyperparameters base = ((this.preset != null) ? this.preset : Preset.SMALL).hyperparameters();
		return base.with(base.optimization().withPrecision(engine.precision()));
	}

	HyperparametersOverlay overlay() {
		return new HyperparametersOverlay((this.hyperparameters != null && !this.hyperparameters.isNull())
				? this.hyperparameters : JsonNodeFactory.instance.objectNode());
	}

}
