package io.charrnn.model;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How weights follow from the text.
 *
 * @param batchSize B, streams side by side
 * @param sequenceLength T, characters of each stream in one iteration, over which the
 * gradient flows back
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
 * @param precision of the factors of matrix products
 * @param seed of everything random
 */
public record OptimizationOptions(int batchSize, int sequenceLength, Optimizer optimizer, double learningRate,
		LearningRateSchedule schedule, @Nullable GradientClip gradientClip, double weightDecay, double averaging,
		Precision precision, long seed) {

	public static final int MAX_BATCH_SIZE = 4096;

	public static final int MAX_SEQUENCE_LENGTH = 8192;

	public OptimizationOptions {
		Objects.requireNonNull(optimizer, "optimizer is missing");
		Objects.requireNonNull(schedule, "schedule is missing");
		Objects.requireNonNull(precision, "precision is missing");
		Bounds.within("batchSize", batchSize, 1, MAX_BATCH_SIZE);
		Bounds.within("sequenceLength", sequenceLength, 1, MAX_SEQUENCE_LENGTH);
		Bounds.check("learningRate", learningRate, learningRate > 0 && learningRate <= 1, "more than 0 and at most 1");
		Bounds.check("weightDecay", weightDecay, weightDecay >= 0 && weightDecay <= 1, "from 0 to 1");
		Bounds.check("averaging", averaging, averaging >= 0 && averaging <= 0.5, "from 0 to 0.5");
	}

	/** Adam at one learning rate in float32, and nothing beside it. */
	public static OptimizationOptions adam(int batchSize, int sequenceLength, double learningRate) {
		return new OptimizationOptions(batchSize, sequenceLength, Optimizer.ADAM, learningRate,
				LearningRateSchedule.CONSTANT, null, 0, 0, Precision.FLOAT32, 1);
	}

	public OptimizationOptions withOptimizer(Optimizer other) {
		return new OptimizationOptions(this.batchSize, this.sequenceLength, other, this.learningRate, this.schedule,
				this.gradientClip, this.weightDecay, this.averaging, this.precision, this.seed);
	}

	public OptimizationOptions withSchedule(LearningRateSchedule other) {
		return new OptimizationOptions(this.batchSize, this.sequenceLength, this.optimizer, this.learningRate, other,
				this.gradientClip, this.weightDecay, this.averaging, this.precision, this.seed);
	}

	public OptimizationOptions withGradientClip(@Nullable GradientClip other) {
		return new OptimizationOptions(this.batchSize, this.sequenceLength, this.optimizer, this.learningRate,
				this.schedule, other, this.weightDecay, this.averaging, this.precision, this.seed);
	}

	public OptimizationOptions withWeightDecay(double other) {
		return new OptimizationOptions(this.batchSize, this.sequenceLength, this.optimizer, this.learningRate,
				this.schedule, this.gradientClip, other, this.averaging, this.precision, this.seed);
	}

	public OptimizationOptions withAveraging(double other) {
		return new OptimizationOptions(this.batchSize, this.sequenceLength, this.optimizer, this.learningRate,
				this.schedule, this.gradientClip, this.weightDecay, other, this.precision, this.seed);
	}

	public OptimizationOptions withPrecision(Precision other) {
		return new OptimizationOptions(this.batchSize, this.sequenceLength, this.optimizer, this.learningRate,
				this.schedule, this.gradientClip, this.weightDecay, this.averaging, other, this.seed);
	}

	public OptimizationOptions withSeed(long other) {
		return new OptimizationOptions(this.batchSize, this.sequenceLength, this.optimizer, this.learningRate,
				this.schedule, this.gradientClip, this.weightDecay, this.averaging, this.precision, other);
	}

	/** B x T. */
	public long charactersPerIteration() {
		return (long) this.batchSize * this.sequenceLength;
	}

	/**
	 * The weight of the newest parameters in the average of all (the polynomial-decay
	 * averaging of Shamir and Zhang, ICML 2013, in proportion to the updates done).
	 * @param iteration updates done before the newest
	 */
	public float newestWeight(long iteration) {
		return (float) (1 / (1 + this.averaging * iteration));
	}

}
