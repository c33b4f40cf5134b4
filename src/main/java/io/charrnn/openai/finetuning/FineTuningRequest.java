package io.charrnn.openai.finetuning;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.UnprocessableException;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The body that asks for a fine-tuning job. */
@Schema(example = """
		{"model": "small", "training_file": "corpus_0f8fad5bd9cb469fa16570867728950e", "suffix": "shakespeare",
		 "method": {"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 4}}}}""")
record FineTuningRequest(
		@Schema(description = "A preset (`tiny`, `small`, `base` or `large`) for a new network; or the model or "
				+ "checkpoint to start from.", example = "small") @Nullable String model,
		@Schema(example = "corpus_0f8fad5bd9cb469fa16570867728950e",
				description = "Id of the file to train on.") @JsonProperty("training_file") @Nullable String trainingFile,
		@Schema(example = "corpus_7c9e6679f4de4d9d8a2b5c1e3f0a9b8c",
				description = "Id of the file to validate on. Defaults to a part of the training file, of the size "
						+ "given by the hyperparameter `validation_fraction`.") @JsonProperty("validation_file") @Nullable String validationFile,
		@Schema(types = "object", description = "The same as in `method`.") @Nullable JsonNode hyperparameters,
		@Nullable Method method,
		@Schema(description = "Name of the resulting model. Defaults to the name of the model to start from, or else "
				+ "of the file.", example = "shakespeare") @Nullable String suffix,
		@Schema(description = "Seed of all randomness.") @Nullable Long seed,
		@Schema(description = "Not supported.") @Nullable List<JsonNode> integrations,
		@Schema(description = "Up to 16 texts of up to 512 characters, by names of up to 64.") @Nullable Map<String, String> metadata) {

	private static final int MOST_METADATA = 16;

	private static final int LONGEST_KEY = 64;

	private static final int LONGEST_VALUE = 512;

	String requiredModel() {
		return MalformedException.required("model", this.model);
	}

	String requiredTrainingFile() {
		return MalformedException.required("training_file", this.trainingFile);
	}

	/** Rejects what would otherwise be ignored. */
	void requireSupported() {
		if (this.integrations != null && !this.integrations.isEmpty()) {
			throw unsupported("integrations", "the service connects to no other");
		}
		if (this.method != null) {
			this.method.requireSupervised();
		}
		checkMetadata(metadataOrNone());
	}

	Map<String, String> metadataOrNone() {
		return (this.metadata != null) ? this.metadata : Map.of();
	}

	/** The hyperparameters from where they are given, or null if they are not. */
	@Nullable JsonNode givenHyperparameters() {
		JsonNode nested = (this.method != null && this.method.supervised() != null)
				? this.method.supervised().hyperparameters() : null;
		boolean has = isGiven(nested);
		if (has && isGiven(this.hyperparameters)) {
			throw new UnprocessableException("invalid-value",
					"hyperparameters must be given in method.supervised or next to it, but not in both.")
				.with("field", "hyperparameters");
		}
		return has ? nested : this.hyperparameters;
	}

	private static boolean isGiven(@Nullable JsonNode node) {
		return node != null && !node.isNull();
	}

	private static void checkMetadata(Map<String, String> metadata) {
		if (metadata.size() > MOST_METADATA) {
			throw UnprocessableException.outOfBounds("metadata", metadata.size() + " pairs",
					String.format(Locale.ROOT, "at most %d pairs", MOST_METADATA));
		}
		metadata.forEach((key, value) -> {
			if (key.length() > LONGEST_KEY || value == null || value.length() > LONGEST_VALUE) {
				throw UnprocessableException.outOfBounds("metadata." + key, String.valueOf(value),
						String.format(Locale.ROOT, "a text of at most %d characters, by a name of at most %d",
								LONGEST_VALUE, LONGEST_KEY));
			}
		});
	}

	private static RuntimeException unsupported(String field, String reason) {
		return new UnprocessableException("unsupported", "%s is not supported: %s.".formatted(field, reason))
			.with("field", field);
	}

	/**
	 * How to train.
	 *
	 * @param dpo belongs to another type
	 * @param reinforcement belongs to another type
	 */
	@Schema(name = "FineTuningMethod")
	record Method(@Schema(description = "`supervised`.", example = "supervised") @Nullable String type,
			@Nullable Supervised supervised, @Schema(hidden = true) @Nullable JsonNode dpo,
			@Schema(hidden = true) @Nullable JsonNode reinforcement) {

		void requireSupervised() {
			if (!"supervised".equals(this.type)) {
				throw UnprocessableException.outOfBounds("method.type", String.valueOf(this.type), "\"supervised\"");
			}
			if (isGiven(this.dpo)) {
				throw unsupported("method.dpo", "jobs are supervised");
			}
			if (isGiven(this.reinforcement)) {
				throw unsupported("method.reinforcement", "jobs are supervised");
			}
		}

	}

	/** How to learn a text. */
	@Schema(name = "FineTuningSupervised")
	record Supervised(@Schema(types = "object",
			description = "`n_epochs`, `batch_size` and `learning_rate_multiplier`, a number or \"auto\"; also any "
					+ "other hyperparameter of a training job, in camelCase or snake_case.",
			example = "{\"n_epochs\": 4, \"hidden_size\": 256}") @Nullable JsonNode hyperparameters) {
	}

}
