package io.charrnn.model;

import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * When training ends, and when it is looked at: limits, validation, checkpoints, early
 * stopping.
 *
 * @param epochs most passes over the training part, or null for no such limit; training
 * needs at least one of the three limits and ends at the first it reaches
 * @param maxIterations most updates, or null for no such limit
 * @param maxDuration most time spent training, or null for no such limit
 * @param validationFraction part at the end of the text that is only used for validation;
 * [0, 0.5]
 * @param validateEvery iterations from one validation to the next
 * @param checkpointEvery iterations from one checkpoint to the next
 * @param earlyStopping validations without a better loss after which training ends, or
 * null to go on to the limit
 */
public record RunOptions(@Nullable Integer epochs, @Nullable Long maxIterations, @Nullable Duration maxDuration,
		double validationFraction, long validateEvery, long checkpointEvery, @Nullable Integer earlyStopping) {

	/** Ten years; nanoseconds of it still fit a long. */
	private static final Duration MAX_DURATION = Duration.ofDays(3650);

	public RunOptions {
		if (epochs == null && maxIterations == null && maxDuration == null) {
			throw new InvalidHyperparameterException("epochs", "null",
					"given where neither maxIterations nor maxDuration is");
		}
		if (epochs != null) {
			Bounds.atLeast("epochs", epochs, 1);
		}
		if (maxIterations != null) {
			Bounds.atLeast("maxIterations", maxIterations, 1);
		}
		if (maxDuration != null) {
			Bounds.check("maxDuration", maxDuration,
					!maxDuration.isNegative() && !maxDuration.isZero() && maxDuration.compareTo(MAX_DURATION) <= 0,
					String.format(Locale.ROOT, "longer than zero and at most %d days", MAX_DURATION.toDays()));
		}
		Bounds.check("validationFraction", validationFraction, validationFraction >= 0 && validationFraction <= 0.5,
				"from 0 to 0.5");
		Bounds.atLeast("validateEvery", validateEvery, 1);
		Bounds.atLeast("checkpointEvery", checkpointEvery, 1);
		if (earlyStopping != null) {
			Bounds.atLeast("earlyStopping", earlyStopping, 1);
			Bounds.check("earlyStopping", earlyStopping, validationFraction > 0,
					"left out where validationFraction is 0");
		}
	}

	/** So many updates, without validation. */
	public static RunOptions iterations(long iterations) {
		return new RunOptions(null, iterations, null, 0, 250, 1000, null);
	}

	/**
	 * The same, with other limits, of which one must be given.
	 * @param epochs whole passes, or null
	 * @param maxIterations updates, or null
	 * @param maxDuration time spent training, or null
	 */
	public RunOptions within(@Nullable Integer epochs, @Nullable Long maxIterations, @Nullable Duration maxDuration) {
		return new RunOptions(epochs, maxIterations, maxDuration, this.validationFraction, this.validateEvery,
				this.checkpointEvery, this.earlyStopping);
	}

	/** Characters before the validation part, which begins there. */
	public int trainingLength(int textLength) {
		return trainingLength(textLength, this.validationFraction);
	}

	/** Characters before a validation part that is a fraction of a text. */
	public static int trainingLength(int textLength, double validationFraction) {
		return (int) (textLength * (1 - validationFraction));
	}

}
