package io.charrnn.training;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A state that training can resume from, also usable as a model.
 *
 * @param id what names it, also as a model
 * @param iteration updates done
 * @param trainingLoss nats per character over the last iterations, or null before the
 * first
 * @param validationLoss nats per character at the newest validation, or null before the
 * first
 * @param best whether it has the job's lowest validation loss
 * @param last whether it is the job's newest
 * @param createdAt when it was written
 */
public record Checkpoint(CheckpointId id, long iteration, @Nullable Double trainingLoss,
		@Nullable Double validationLoss, boolean best, boolean last, Instant createdAt) {
}
