package io.charrnn.training;

import java.time.Instant;

/**
 * A text generated during training.
 *
 * @param iteration updates done
 * @param temperature that it was sampled with
 * @param createdAt when it was written
 */
public record TrainingSample(long iteration, String text, double temperature, Instant createdAt) {
}
