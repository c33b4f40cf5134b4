package io.charrnn.training;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * One or more neighboring metrics as one point of the curves.
 *
 * @param iteration of the last of them
 * @param trainingLoss mean, nats per character
 * @param validationLoss mean of those that have one, or null if none has
 * @param learningRate mean
 * @param gradientNorm mean
 * @param charactersPerSecond mean
 */
public record CurvePoint(long iteration, double trainingLoss, double lowestTrainingLoss, double highestTrainingLoss,
		@Nullable Double validationLoss, double learningRate, double gradientNorm, double highestGradientNorm,
		double charactersPerSecond) {

	/**
	 * Puts metrics together.
	 * @param metrics at least one, in the order of their iterations
	 */
	static CurvePoint of(List<Metric> metrics) {
		DoubleSummaryStatistics losses = statistics(metrics, Metric::trainingLoss);
		DoubleSummaryStatistics norms = statistics(metrics, Metric::gradientNorm);
		OptionalDouble validation = metrics.stream()
			.flatMap((metric) -> Stream.ofNullable(metric.validationLoss()))
			.mapToDouble(Double::doubleValue)
			.average();
		return new CurvePoint(metrics.get(metrics.size() - 1).iteration(), losses.getAverage(), losses.getMin(),
				losses.getMax(), validation.isPresent() ? validation.getAsDouble() : null,
				statistics(metrics, Metric::learningRate).getAverage(), norms.getAverage(), norms.getMax(),
				statistics(metrics, Metric::charactersPerSecond).getAverage());
	}

	private static DoubleSummaryStatistics statistics(List<Metric> metrics, ToDoubleFunction<Metric> value) {
		return metrics.stream().collect(Collectors.summarizingDouble(value));
	}

}
