package io.charrnn.training.request;

import java.util.List;

import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.round.Cluster;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

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
 * @param cluster object that says how it is to be split over members, or null
 * @param validationCorpus id of the text to validate on, or null for a part of the corpus
 */
public record NewTrainingJob(String corpus, String model, @Nullable WantedPreset preset,
		@Nullable JsonNode hyperparameters, @Nullable String initializeFrom, @Nullable String engine, List<String> tags,
		@Nullable JsonNode cluster, @Nullable String validationCorpus) {

	/** One that is not split, validated on a part of its corpus. */
	public NewTrainingJob(String corpus, String model, @Nullable WantedPreset preset,
			@Nullable JsonNode hyperparameters, @Nullable String initializeFrom, @Nullable String engine,
			List<String> tags) {
		this(corpus, model, preset, hyperparameters, initializeFrom, engine, tags, null, null);
	}

	/** The preset by its name, the usual one if there is none. */
	WantedPreset presetOrUsual() {
		return (this.preset != null) ? this.preset : WantedPreset.SMALL;
	}

	/** Whether the preset says what the network is, whatever it goes on from. */
	boolean namesNetwork() {
		return this.preset != null && this.preset != WantedPreset.AUTO;
	}

	/**
	 * How it is to be split over members, if it is.
	 * @throws InvalidHyperparameterException if that cannot be trained
	 */
	@Nullable Cluster cluster(TrainingEngine engine, Hyperparameters hyperparameters) {
		if (this.cluster == null || this.cluster.isNull()) {
			return null;
		}
		Cluster wanted = ClusterOverlay.of(this.cluster);
		ClusterOverlay.check(wanted, engine, hyperparameters);
		return wanted;
	}

	/** Of a corpus that has a text beside it to validate on nothing is kept for that. */
	HyperparametersOverlay overlay() {
		JsonNode given = (this.hyperparameters != null && !this.hyperparameters.isNull()) ? this.hyperparameters
				: JsonNodeFactory.instance.objectNode();
		if (this.validationCorpus == null || !(given instanceof ObjectNode object)) {
			return new HyperparametersOverlay(given);
		}
		for (String field : List.of("validationFraction", "validationSplit")) {
			if (object.has(field)) {
				throw HyperparametersOverlay.refused(new InvalidHyperparameterException(field,
						object.get(field).asString(""), "left out where a text of its own is there to validate on"));
			}
		}
		return new HyperparametersOverlay(object.deepCopy().put("validationFraction", 0.0));
	}

}
