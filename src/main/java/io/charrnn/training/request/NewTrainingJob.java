package io.charrnn.training.request;

import java.util.List;

import io.charrnn.api.Tags;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.round.Cluster;
import io.charrnn.problem.MalformedException;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a client wants trained. */
@Schema(name = "NewTrainingJob", example = """
		{"corpus": "corpus_0f8fad5bd9cb469fa16570867728950e", "model": "shakespeare", "preset": "small",
		 "hyperparameters": {"maxDuration": "2m"}}""")
public record NewTrainingJob(
		@Schema(description = "Id of the text to train on.",
				example = "corpus_0f8fad5bd9cb469fa16570867728950e") String corpus,
		@Schema(description = "Name of the resulting model.", example = "shakespeare") String model,
		@Schema(description = "Hyperparameters to start from; defaults to `small`. `auto` chooses them for the text, "
				+ "the limits and the speed of this machine.") @Nullable WantedPreset preset,
		@Schema(ref = "#/components/schemas/" + NewTrainingJob.HYPERPARAMETERS,
				description = "Hyperparameters that differ from the preset. Training ends at the first of the limits "
						+ "`epochs`, `maxIterations` and `maxDuration`; if one is given, none of the preset's "
						+ "limits apply.") @Nullable JsonNode hyperparameters,
		@Schema(description = "A model or checkpoint whose weights to start from. New characters are added to its "
				+ "alphabet.", example = "shakespeare:1") @Nullable String initializeFrom,
		@Schema(description = "The training engine; defaults to the fastest.",
				example = "fused") @Nullable String engine,
		@ArraySchema(arraySchema = @Schema(description = "Words to find the job by."), maxItems = Tags.MOST,
				schema = @Schema(pattern = Tags.PATTERN, example = "baseline")) @Nullable List<String> tags,
		@Schema(ref = "#/components/schemas/" + NewTrainingJob.CLUSTER,
				description = "Trains in rounds: the streams of a batch are split among workers, which train "
						+ "independently for some iterations and then synchronize. If left out, training is "
						+ "not split.") @Nullable JsonNode cluster,
		@Schema(description = "Id of a corpus to validate on; all of the training corpus is then trained on. Its "
				+ "characters and labels must be known to the model.",
				example = "corpus_7c9e6679f4de4d9d8a2b5c1e3f0a9b8c") @Nullable String validationCorpus) {

	/** The schema of hyperparameters of which each may be left out. */
	public static final String HYPERPARAMETERS = "SomeHyperparameters";

	/** The schema of how training is to be split. */
	public static final String CLUSTER = "SomeCluster";

	/**
	 * Checks what can be checked at once.
	 * @throws MalformedException if the corpus or the model is missing
	 */
	public NewTrainingJob {
		MalformedException.required("corpus", corpus);
		MalformedException.required("model", model);
	}

	/** One that is not split, validated on a part of its corpus. */
	public NewTrainingJob(String corpus, String model, @Nullable WantedPreset preset,
			@Nullable JsonNode hyperparameters, @Nullable String initializeFrom, @Nullable String engine,
			List<String> tags) {
		this(corpus, model, preset, hyperparameters, initializeFrom, engine, tags, null, null);
	}

	/** What people find it by. */
	List<String> tagsOrNone() {
		return (this.tags != null) ? this.tags : List.of();
	}

	/** The preset by its name, the usual one if there is none. */
	WantedPreset presetOrUsual() {
		return (this.preset != null) ? this.preset : WantedPreset.SMALL;
	}

	/** Whether the preset says what the network is, whatever it continues from. */
	boolean namesNetwork() {
		return this.preset != null && this.preset != WantedPreset.AUTO;
	}

	/** How it is to be split over members, if it is. */
	@Nullable Cluster wantedCluster() {
		return (this.cluster == null || this.cluster.isNull()) ? null : ClusterOverlay.of(this.cluster);
	}

	/** Whether it says how long rounds are to be. */
	boolean givesRoundLength() {
		return this.cluster != null && this.cluster.has("localIterations");
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
						object.get(field).asString(""), "left out with a separate text to validate on"));
			}
		}
		return new HyperparametersOverlay(object.deepCopy().put("validationFraction", 0.0));
	}

}
