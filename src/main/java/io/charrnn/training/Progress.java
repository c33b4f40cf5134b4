package io.charrnn.training;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The progress of a training job.
 *
 * @param iteration updates done
 * @param iterations updates that the limits allow; an estimate where only time is limited
 * @param epoch whole passes over the training part
 * @param fraction part of the training that is done, [0, 1]
 * @param charactersPerSecond characters learned from in a second lately, or null before
 * the first report
 * @param trainingTime time spent training, without waiting and pauses
 * @param trainingLoss nats per character, the mean since the report before
 * @param validationLoss nats per character at the newest validation
 * @param bestValidationLoss the lowest validation loss so far
 */
public record Progress(long iteration, long iterations, int epoch, double fraction,
		@Nullable Double charactersPerSecond, Duration trainingTime, @Nullable Double trainingLoss,
		@Nullable Double validationLoss, @Nullable Double bestValidationLoss) {

	/** Nothing done yet of some iterations. */
	public static Progress none(long iterations) {
		return new Progress(0, iterations, 0, 0, null, Duration.ZERO, null, null, null);
	}

	/** Time that is left at the pace so far, or null before there is a pace. */
	public @Nullable Duration timeLeft() {
		if (this.fraction <= 0 || this.trainingTime.isZero()) {
			return null;
		}
		double left = Math.max(0, 1 - this.fraction) / this.fraction;
		return Duration.ofMillis((long) (this.trainingTime.toMillis() * left));
	}

}
