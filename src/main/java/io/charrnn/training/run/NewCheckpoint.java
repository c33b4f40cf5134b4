package io.charrnn.training.run;

import io.charrnn.registry.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint that is to be stored.
 *
 * @param archive parameters, updater state and provenance, in a form that DL4J opens
 * @param state the rest that training needs to continue
 * @param trainingLoss nats per character, or null before the first iteration
 * @param validationLoss nats per character, or null before the first validation
 * @param best whether it has the job's lowest validation loss
 */
record NewCheckpoint(byte[] archive, byte[] state, Provenance provenance, @Nullable Double trainingLoss,
		@Nullable Double validationLoss, boolean best) {
}
