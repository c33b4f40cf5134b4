package io.charrnn.training.web;

import java.util.List;

import io.charrnn.api.Tags;
import io.charrnn.problem.MalformedException;
import io.charrnn.training.request.NewTrainingJob;
import io.charrnn.training.request.WantedPreset;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The body that asks for a training job. */
@Schema(name = "NewTrainingJob", example = """
		{"corpus": "corpus_0f8fad5bd9cb469fa16570867728950e", "model": "shakespeare", "preset": "small",
		 "hyperparameters": {"maxDuration": "2m"}}""")
record TrainingJobRequest(
		@Schema(description = "Id of the text to learn from.",
				example = "corpus_0f8fad5bd9cb469fa16570867728950e") String corpus,
		@Schema(description = "Name that the result is published under.", example = "shakespeare") String model,
		@Schema(description = "Hyperparameters to begin from; `small` if left out. `auto` chooses by the text, the limits and the "
				+ "speed of this machine.") @Nullable WantedPreset preset,
		@Schema(ref = "#/components/schemas/" + HyperparameterSchemas.PARTIAL,
				description = "Those hyperparameters that are to differ from the preset's. Training ends at the first of "
						+ "the limits `epochs`, `maxIterations` and `maxDuration`; as soon as one is given, the preset's "
						+ "do not apply.") @Nullable JsonNode hyperparameters,
		@Schema(description = "A model or checkpoint whose weights training begins with. New characters extend its "
				+ "alphabet.", example = "shakespeare:1") @Nullable String initializeFrom,
		@Schema(description = "Name of the training engine; the fastest if left out.",
				example = "fused") @Nullable String engine,
		@ArraySchema(arraySchema = @Schema(description = "Words that the job can be found by."), maxItems = Tags.MOST,
				schema = @Schema(pattern = Tags.PATTERN, example = "baseline")) @Nullable List<String> tags,
		@Schema(ref = "#/components/schemas/" + HyperparameterSchemas.CLUSTER,
				description = "Trains in rounds: the streams of a batch are split over workers, which learn by themselves for some "
						+ "iterations and then meet. Left out, one trainer learns from all.") @Nullable JsonNode cluster,
		@Schema(description = "Id of a text to validate on, in place of a part of the corpus, of which all is learned then. Its "
				+ "characters and labels must be known to the model.",
				example = "corpus_7c9e6679f4de4d9d8a2b5c1e3f0a9b8c") @Nullable String validationCorpus) {

	NewTrainingJob toNewTrainingJob() {
		return new NewTrainingJob(MalformedException.required("corpus", this.corpus),
				MalformedException.required("model", this.model), this.preset, this.hyperparameters,
				this.initializeFrom, this.engine, (this.tags != null) ? this.tags : List.of(), this.cluster,
				this.validationCorpus);
	}

}
