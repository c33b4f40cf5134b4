package io.charrnn.openai.finetuning;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A fine-tuning job: a training job.
 *
 * @param object always {@code fine_tuning.job}
 * @param createdAt when it was requested, in seconds since 1970
 * @param fineTunedModel the version that it became, or null
 * @param estimatedFinish when it may end, or null
 * @param model the preset, or the model that it went on from
 * @param organizationId always this program
 * @param resultFiles none
 * @param integrations none
 * @param trainedTokens characters that it learned from, each as often as it did; null
 * until it ends
 * @param validationFile what it is validated on, or null for a part of the training file
 * @param metadata as it was given
 */
record FineTuningJob(@Schema(example = "job_9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d") String id,
		@Schema(example = "fine_tuning.job") String object, @JsonProperty("created_at") long createdAt,
		@Nullable Failure error,
		@Schema(example = "shakespeare:3") @JsonProperty("fine_tuned_model") @Nullable String fineTunedModel,
		@JsonProperty("finished_at") @Nullable Long finishedAt,
		@JsonProperty("estimated_finish") @Nullable Long estimatedFinish, Map<String, Object> hyperparameters,
		Method method, @Schema(example = "small") String model,
		@Schema(example = "char-rnn-server") @JsonProperty("organization_id") String organizationId,
		@JsonProperty("result_files") List<String> resultFiles, List<String> integrations, long seed,
		@Schema(description = "`queued`, `running`, `paused`, `succeeded`, `failed` or `cancelled`.",
				example = "running") String status,
		@JsonProperty("trained_tokens") @Nullable Long trainedTokens,
		@Schema(example = "corpus_0f8fad5bd9cb469fa16570867728950e") @JsonProperty("training_file") String trainingFile,
		@JsonProperty("validation_file") @Nullable String validationFile, Map<String, String> metadata) {

	static final String OBJECT = "fine_tuning.job";

	static @Nullable Long seconds(@Nullable Instant time) {
		return (time != null) ? time.getEpochSecond() : null;
	}

	/**
	 * Why a job failed.
	 *
	 * @param code names it, for programs
	 * @param param always null
	 */
	@Schema(name = "FineTuningFailure")
	record Failure(@Schema(example = "training_diverged") String code, String message, @Nullable String param) {
	}

	/**
	 * How a job is trained.
	 *
	 * @param type always {@code supervised}
	 */
	@Schema(name = "FineTuningJobMethod")
	record Method(@Schema(example = "supervised") String type, Supervised supervised) {
	}

	/** How a text is learned. */
	@Schema(name = "FineTuningJobSupervised")
	record Supervised(Map<String, Object> hyperparameters) {
	}

}
