package io.charrnn.training;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One point of a job's curves: averages over the iterations since the previous point. In
 * a long job, a point may stand for several.
 *
 * @param iteration updates done
 * @param trainingLoss mean loss of those iterations, nats per character
 * @param validationLoss newest loss of the validation part in those iterations, nats per
 * character, or null if there was no validation
 * @param learningRate of the last update
 * @param gradientNorm mean L2 norm of the gradient before clipping
 * @param clippedFraction part of the updates whose gradient was clipped
 * @param charactersPerSecond characters learned from in a second spent on updates
 * @param createdAt when the iteration was done
 */
public record Metric(long iteration, double trainingLoss, @Nullable Double validationLoss, double learningRate,
		double gradientNorm, double clippedFraction, double charactersPerSecond, Instant createdAt) {
}
