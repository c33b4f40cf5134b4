package io.charrnn.model;

import org.jspecify.annotations.Nullable;

/**
 * How weights follow from the text. The batch size is B and the sequence length T.
 * AdamW's weight decay is that of Loshchilov and Hutter (2019), at most 1, so that no
 * weight changes its sign by it.
 */
public record OptimizationOptions(
		@Hyperparameter(value = "Number of streams trained in parallel", least = 1,
				most = OptimizationOptions.MAX_BATCH_SIZE) int batchSize,
		@Hyperparameter(value = "Characters over which the gradient flows back", least = 1,
				most = OptimizationOptions.MAX_SEQUENCE_LENGTH) int sequenceLength,
		@Hyperparameter("How gradients become updates: soap, with the engine fused and up to a hiddenSize of 1,024, "
				+ "reduces the loss more per update than adam and takes a little longer") Optimizer optimizer,
		@Hyperparameter(value = "The optimizer's peak step size", above = 0, most = 1) double learningRate,
		@Hyperparameter("How the learning rate changes") LearningRateSchedule schedule,
		@Hyperparameter("A limit on the gradient") @Nullable GradientClip gradientClip,
		@Hyperparameter(
				value = "AdamW: in each update, every weight except biases also shrinks by this fraction times the "
						+ "learning rate; 0 for none",
				least = 0, most = 1) double weightDecay,
		@Hyperparameter(
				value = "The model's weights are a running mean over the most recent updates, about this fraction of "
						+ "all updates; 0 uses the newest weights",
				least = 0, most = 0.5) double averaging,
		@Hyperparameter("Precision of the operands of matrix products; bfloat16 trains faster on processors that "
				+ "support it, with the engine fused") Precision precision,
		@Hyperparameter("Seed of all randomness") long seed) {

	public static final int MAX_BATCH_SIZE = 4096;

	public static final int MAX_SEQUENCE_LENGTH = 8192;

	public OptimizationOptions {
		HyperparameterField.check("", OptimizationOptions.class, batchSize, sequenceLength, optimizer, learningRate,
				schedule, gradientClip, weightDecay, averaging, precision, seed);
	}

	/** Adam at one learning rate in float32, and nothing beside it. */
	public static OptimizationOptions adam(int batchSize, int sequenceLength, double learningRate) {
		return new OptimizationOptions(batchSize, sequenceLength, Optimizer.ADAM, learningRate,
				LearningRateSchedule.CONSTANT, null, 0, 0, Precision.FLOAT32, 1);
	}

	public OptimizationOptions withBatch(int streams, int steps) {
		return new OptimizationOptions(streams, steps, this.optimizer, this.learningRate, this.schedule,
				this.gradientClip, this.weightDecay, this.averaging, this.precision, this.seed);
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
