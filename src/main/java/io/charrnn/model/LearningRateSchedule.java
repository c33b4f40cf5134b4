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

	public LearningRateSchedule {
		if (warmupIterations < 0) {
			throw new InvalidHyperparameterException("schedule.warmupIterations", warmupIterations, "at least 0");
		}
		if (!(finalFraction >= 0 && finalFraction <= 1)) {
			throw new InvalidHyperparameterException("schedule.finalFraction", finalFraction, "from 0 to 1");
		}
		if (stepEvery < 1) {
			throw new InvalidHyperparameterException("schedule.stepEvery", stepEvery, "at least 1");
		}
		if (!(stepFactor > 0 && stepFactor <= 1)) {
			throw new InvalidHyperparameterException("schedule.stepFactor", stepFactor, "more than 0 and at most 1");
		}
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
