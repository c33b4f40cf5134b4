package io.charrnn.model;

/** The learning rate as a function of training progress. */
public record LearningRateSchedule(@Hyperparameter("How the learning rate changes after the warm-up") Type type,
		@Hyperparameter(value = "Number of warm-up updates, over which the rate rises from zero",
				least = 0) long warmupIterations,
		@Hyperparameter(value = "For cosine: the final rate as a fraction of the peak rate", least = 0,
				most = 1) double finalFraction,
		@Hyperparameter(value = "For step: number of updates between drops", least = 1) long stepEvery,
		@Hyperparameter(value = "For step: factor applied at each drop", above = 0, most = 1) double stepFactor) {

	/** The same rate all the time. */
	public static final LearningRateSchedule CONSTANT = new LearningRateSchedule(Type.CONSTANT, 0, 1, 1, 1);

	public LearningRateSchedule {
		HyperparameterField.check("schedule.", LearningRateSchedule.class, type, warmupIterations, finalFraction,
				stepEvery, stepFactor);
	}

	/**
	 * The part of the highest learning rate that an iteration uses.
	 * @param iteration counted from 0
	 * @param fraction part of the training that is done, [0, 1]
	 */
	public double factor(long iteration, double fraction) {
		double warmup = (iteration < this.warmupIterations) ? (iteration + 1.0) / (this.warmupIterations + 1.0) : 1;
		return warmup * switch (this.type) {
			case CONSTANT -> 1;
			case STEP -> Math.pow(this.stepFactor, iteration / this.stepEvery);
			case COSINE ->
				this.finalFraction + (1 - this.finalFraction) * (1 + Math.cos(Math.PI * Math.min(1, fraction))) / 2;
		};
	}

	/** The shape of the curve. */
	public enum Type {

		CONSTANT, STEP, COSINE

	}

}
