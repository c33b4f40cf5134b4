package io.charrnn.model;

/**
 * How the learning rate changes with the part of the training that is done.
 *
 * @param type the curve
 * @param warmupIterations iterations over which the rate rises linearly from 0 to its
 * highest value
 * @param finalFraction for {@code COSINE}, the part of the highest rate that is left at
 * the end; [0, 1]
 * @param stepEvery for {@code STEP}, iterations from one drop to the next
 * @param stepFactor for {@code STEP}, what each drop multiplies the rate with; (0, 1]
 */
public record LearningRateSchedule(Type type, long warmupIterations, double finalFraction, long stepEvery,
		double stepFactor) {

	/** The same rate all the time. */
	public static final LearningRateSchedule CONSTANT = new LearningRateSchedule(Type.CONSTANT, 0, 1, 1, 1);

	public LearningRateSchedule {
		Bounds.atLeast("schedule.warmupIterations", warmupIterations, 0);
		Bounds.check("schedule.finalFraction", finalFraction, finalFraction >= 0 && finalFraction <= 1, "from 0 to 1");
		Bounds.atLeast("schedule.stepEvery", stepEvery, 1);
		Bounds.check("schedule.stepFactor", stepFactor, stepFactor > 0 && stepFactor <= 1, "more than 0 and at most 1");
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
