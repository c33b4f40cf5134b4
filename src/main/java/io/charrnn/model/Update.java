package io.charrnn.model;

/**
 * What one iteration reports.
 *
 * @param loss mean cross-entropy of the batch before the update, nats per character
 * @param gradientNorm L2 norm of the whole gradient of that loss before clipping
 * @param clipped whether clipping changed the gradient
 */
public record Update(double loss, double gradientNorm, boolean clipped) {
}
