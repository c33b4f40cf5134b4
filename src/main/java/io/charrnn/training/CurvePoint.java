package io.charrnn.training;

import org.jspecify.annotations.Nullable;

/**
 * One or more neighbouring metrics as one point of the curves.
 *
 * @param iteration of the last of them
 * @param trainingLoss mean, nats per character
 * @param lowestTrainingLoss of them
 * @param highestTrainingLoss of them
 * @param validationLoss mean of those that have one, or null if none has
 * @param learningRate mean
 * @param gradientNorm mean
 * @param highestGradientNorm of them
 * @param charactersPerSecond mean
 */
public record CurvePoint(long iteration, double trainingLoss, double lowestTrainingLoss, double highestTrainingLoss,
		@Nullable Double validationLoss, double learningRate, double gradientNorm, double highestGradientNorm,
		double charactersPerSecond) {
}
