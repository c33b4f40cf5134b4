package io.charrnn.model;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When training ends, and when it is validated and saved. At least one of the limits
 * epochs, maxIterations and maxDuration is needed; training ends at the first that it
 * reaches.
 */
public record RunOptions(
		@Hyperparameter(value = "Maximum number of passes over the training part", least = 1) @Nullable Integer epochs,
		@Hyperparameter(value = "Maximum number of updates", least = 1) @Nullable Long maxIterations,
		@Hyperparameter(value = "Maximum training time, such as 90s, 15m or PT15M", above = 0,
				most = RunOptions.TEN_YEARS,
				words = "longer than zero and at most 3650 days") @Nullable Duration maxDuration,
		@Hyperparameter(value = "Fraction of the text held out for validation", least = 0,
				most = 0.5) double validationFraction,
		@Hyperparameter("Which part is held out: the end or, in a corpus of documents, whole documents drawn by the "
				+ "seed") ValidationSplit validationSplit,
		@Hyperparameter(
				value = "Number of updates between validations; after 4,096 validations every second one is left "
						+ "out, after 8,192 three of four, and so on",
				least = 1) long validateEvery,
		@Hyperparameter(
				value = "Number of updates between checkpoints, and so between samples; after 1,024 of them every "
						+ "second one is left out, after 2,048 three of four, and so on; checkpoints are also "
						+ "made at time intervals and when validation improves",
				least = 1) long checkpointEvery,
		@Hyperparameter(value = "Patience: training ends after this many validations without a lower loss",
				least = 1) @Nullable Integer earlyStopping) {

	/** Seconds; nanoseconds of it still fit a long. */
	private static final int TEN_YEARS = 3650 * 24 * 60 * 60;

	public RunOptions {
		if (epochs == null && maxIterations == null && maxDuration == null) {
			throw new InvalidHyperparameterException("epochs", "null",
					"given if neither maxIterations nor maxDuration is");
		}
		HyperparameterField.check("", RunOptions.class, epochs, maxIterations, maxDuration, validationFraction,
				validationSplit, validateEvery, checkpointEvery, earlyStopping);
	}

	/** So many updates, without validation. */
	public static RunOptions iterations(long iterations) {
		return new RunOptions(null, iterations, null, 0, ValidationSplit.END, 250, 1000, null);
	}

	/**
	 * The same, with other limits, of which one must be given.
	 * @param epochs whole passes, or null
	 * @param maxIterations updates, or null
	 * @param maxDuration time spent training, or null
	 */
	public RunOptions within(@Nullable Integer epochs, @Nullable Long maxIterations, @Nullable Duration maxDuration) {
		return new RunOptions(epochs, maxIterations, maxDuration, this.validationFraction, this.validationSplit,
				this.validateEvery, this.checkpointEvery, this.earlyStopping);
	}

	public RunOptions withValidation(double fraction, long every) {
		return new RunOptions(this.epochs, this.maxIterations, this.maxDuration, fraction, this.validationSplit, every,
				this.checkpointEvery, this.earlyStopping);
	}

	/** Characters that are learned, about: parts of documents are whole documents. */
	public int trainingLength(int textLength) {
		return trainingLength(textLength, this.validationFraction);
	}

	/** Characters before a validation part that is a fraction of a text. */
	public static int trainingLength(int textLength, double validationFraction) {
		return (int) (textLength * (1 - validationFraction));
	}

}
