package io.charrnn.model;

import java.time.Duration;
import java.util.Objects;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How a network is built and trained.
 *
 * @param cell the recurrent cell
 * @param layers stacked recurrent layers, 1 to 4
 * @param hiddenSize H, values in each layer's hidden state
 * @param normalization of every layer's sums
 * @param dropout probability that a value going into an upper layer or the output layer
 * is zeroed while training; [0, 1)
 * @param batchSize B, streams side by side
 * @param sequenceLength T, characters of each stream in one iteration, over which the
 * gradient flows back
 * @param epochs most passes over the training part, or null for no such limit; training
 * needs at least one of the three limits and ends at the first it reaches
 * @param maxIterations most updates, or null for no such limit
 * @param maxDuration most time spent training, or null for no such limit
 * @param optimizer how weights follow from gradients
 * @param learningRate the optimiser's highest step size
 * @param schedule how the learning rate changes
 * @param gradientClip bound on the gradient, or null for none
 * @param weightDecay lambda of AdamW (Loshchilov and Hutter 2019): beside Adam's step,
 * each update takes lambda times the learning rate of every weight off it, but of no
 * bias; 0 for none; [0, 1], so that no weight changes its sign by it
 * @param averaging the model's weights are the mean of those after the latest updates,
 * weighted so that about this part of all updates so far counts; 0 for the newest weights
 * alone; [0, 0.5]
 * @param validationFraction part at the end of the text that is only used for validation;
 * [0, 0.5]
 * @param validateEvery iterations from one validation to the next
 * @param checkpointEvery iterations from one checkpoint to the next
 * @param earlyStopping validations without a better loss after which training ends, or
 * null to go on to the limit
 * @param precision of the factors of matrix products
 * @param seed of everything random
 */
public record Hyperparameters(Cell cell, int layers, int hiddenSize, Normalization normalization, double dropout,
		int batchSize, int sequenceLength, @Nullable Integer epochs, @Nullable Long maxIterations,
		@Nullable Duration maxDuration, Optimizer optimizer, double learningRate, LearningRateSchedule schedule,
		@Nullable GradientClip gradientClip, double weightDecay, double averaging, double validationFraction,
		long validateEvery, long checkpointEvery, @Nullable Integer earlyStopping, Precision precision, long seed) {

	public static final int MAX_BATCH_SIZE = 4096;

	public static final int MAX_SEQUENCE_LENGTH = 8192;

	/** Ten years; nanoseconds of it still fit a long. */
	private static final Duration MAX_DURATION = Duration.ofDays(3650);

	public Hyperparameters {
		Objects.requireNonNull(cell, "cell is missing");
		Objects.requireNonNull(normalization, "normalization is missing");
		Objects.requireNonNull(optimizer, "optimizer is missing");
		Objects.requireNonNull(schedule, "schedule is missing");
		Objects.requireNonNull(precision, "precision is missing");
		within("layers", layers, 1, Architecture.MAX_LAYERS);
		atLeast("hiddenSize", hiddenSize, 1);
		if (!(dropout >= 0 && dropout < 1)) {
			throw new InvalidHyperparameterException("dropout", dropout, "at least 0 and less than 1");
		}
		within("batchSize", batchSize, 1, MAX_BATCH_SIZE);
		within("sequenceLength", sequenceLength, 1, MAX_SEQUENCE_LENGTH);
		if (epochs == null && maxIterations == null && maxDuration == null) {
			throw new InvalidHyperparameterException("epochs", "null",
					"given where neither maxIterations nor maxDuration is");
		}
		if (epochs != null) {
			atLeast("epochs", epochs, 1);
		}
		if (maxIterations != null) {
			atLeast("maxIterations", maxIterations, 1);
		}
		if (maxDuration != null
				&& (maxDuration.isNegative() || maxDuration.isZero() || maxDuration.compareTo(MAX_DURATION) > 0)) {
			throw new InvalidHyperparameterException("maxDuration", maxDuration,
					String.format(Locale.ROOT, "longer than zero and at most %d days", MAX_DURATION.toDays()));
		}
		if (!(learningRate > 0 && learningRate <= 1)) {
			throw new InvalidHyperparameterException("learningRate", learningRate, "more than 0 and at most 1");
		}
		if (!(weightDecay >= 0 && weightDecay <= 1)) {
			throw new InvalidHyperparameterException("weightDecay", weightDecay, "from 0 to 1");
		}
		if (!(averaging >= 0 && averaging <= 0.5)) {
			throw new InvalidHyperparameterException("averaging", averaging, "from 0 to 0.5");
		}
		if (!(validationFraction >= 0 && validationFraction <= 0.5)) {
			throw new InvalidHyperparameterException("validationFraction", validationFraction, "from 0 to 0.5");
		}
		atLeast("validateEvery", validateEvery, 1);
		atLeast("checkpointEvery", checkpointEvery, 1);
		if (earlyStopping != null) {
			atLeast("earlyStopping", earlyStopping, 1);
			if (validationFraction == 0) {
				throw new InvalidHyperparameterException("earlyStopping", earlyStopping,
						"left out where validationFraction is 0");
			}
		}
	}

	/** The same, with products in another precision. */
	public Hyperparameters in(Precision other) {
		return new Hyperparameters(this.cell, this.layers, this.hiddenSize, this.normalization, this.dropout,
				this.batchSize, this.sequenceLength, this.epochs, this.maxIterations, this.maxDuration, this.optimizer,
				this.learningRate, this.schedule, this.gradientClip, this.weightDecay, this.averaging,
				this.validationFraction, this.validateEvery, this.checkpointEvery, this.earlyStopping, other,
				this.seed);
	}

	/**
	 * The same, with other limits of the training, of which one must be given.
	 * @param epochs whole passes, or null
	 * @param maxIterations updates, or null
	 * @param maxDuration time spent training, or null
	 */
	public Hyperparameters within(@Nullable Integer epochs, @Nullable Long maxIterations,
			@Nullable Duration maxDuration) {
		return new Hyperparameters(this.cell, this.layers, this.hiddenSize, this.normalization, this.dropout,
				this.batchSize, this.sequenceLength, epochs, maxIterations, maxDuration, this.optimizer,
				this.learningRate, this.schedule, this.gradientClip, this.weightDecay, this.averaging,
				this.validationFraction, this.validateEvery, this.checkpointEvery, this.earlyStopping, this.precision,
				this.seed);
	}

	/** The network these describe over an alphabet. */
	public Architecture architecture(int alphabetSize) {
		return new Architecture(this.cell, this.layers, this.hiddenSize, alphabetSize, this.normalization);
	}

	/**
	 * The weight of the newest parameters in the average of all (the polynomial-decay
	 * averaging of Shamir and Zhang, ICML 2013, in proportion to the updates done).
	 * @param iteration updates done before the newest
	 */
	public float newestWeight(long iteration) {
		return (float) (1 / (1 + this.averaging * iteration));
	}

	/** Characters before the validation part, which begins there. */
	public int trainingLength(int textLength) {
		return trainingLength(textLength, this.validationFraction);
	}

	/** Characters before a validation part that is a fraction of a text. */
	public static int trainingLength(int textLength, double validationFraction) {
		return (int) (textLength * (1 - validationFraction));
	}

	private static void within(String field, long value, long least, long most) {
		if (value < least || value > most) {
			throw new InvalidHyperparameterException(field, value, "from " + least + " to " + most);
		}
	}

	private static void atLeast(String field, long value, long least) {
		if (value < least) {
			throw new InvalidHyperparameterException(field, value, "at least " + least);
		}
	}

}
