package io.charrnn.training.request;

import io.charrnn.model.Hyperparameters;
import org.jspecify.annotations.Nullable;

/**
 * What a request's hyperparameters are laid over.
 *
 * @param hyperparameters complete
 * @param choice why they were chosen, or null where the request names a preset or none
 */
record Base(Hyperparameters hyperparameters, @Nullable String choice) {
}
