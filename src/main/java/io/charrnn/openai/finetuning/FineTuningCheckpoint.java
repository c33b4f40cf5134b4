package io.charrnn.openai.finetuning;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.charrnn.training.Checkpoint;
import io.charrnn.training.StoredCheckpoint;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint of a job.
 *
 * @param object always {@code fine_tuning.job.checkpoint}
 * @param createdAt when it was written, in seconds since 1970
 * @param model names it as a model: the same
 * @param job that it belongs to
 * @param stepNumber iterations done
 */
record FineTuningCheckpoint(@Schema(example = "checkpoint_9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d") String id,
		@Schema(example = "fine_tuning.job.checkpoint") String object, @JsonProperty("created_at") long createdAt,
		@Schema(example = "checkpoint_9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d") @JsonProperty("fine_tuned_model_checkpoint") String model,
		@Schema(example = "job_9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d") @JsonProperty("fine_tuning_job_id") String job,
		Measured metrics, @JsonProperty("step_number") long stepNumber) {

	static FineTuningCheckpoint of(StoredCheckpoint stored) {
		Checkpoint checkpoint = stored.checkpoint();
		String id = checkpoint.id().value();
		return new FineTuningCheckpoint(id, "fine_tuning.job.checkpoint", checkpoint.createdAt().getEpochSecond(), id,
				stored.job().value(), new Measured(checkpoint.iteration(), checkpoint.trainingLoss(),
						checkpoint.validationLoss(), checkpoint.validationLoss()),
				checkpoint.iteration());
	}

	/**
	 * How good a checkpoint is.
	 *
	 * @param step iterations done
	 * @param trainLoss nats per character over the last iterations, or null
	 * @param validLoss nats per character on the validation part, or null
	 * @param fullValidLoss the same, as validation always takes the whole part
	 */
	@Schema(name = "FineTuningCheckpointMetrics")
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Measured(long step, @JsonProperty("train_loss") @Nullable Double trainLoss,
			@JsonProperty("valid_loss") @Nullable Double validLoss,
			@JsonProperty("full_valid_loss") @Nullable Double fullValidLoss) {
	}

}
