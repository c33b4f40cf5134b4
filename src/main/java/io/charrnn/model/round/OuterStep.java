package io.charrnn.model.round;

import io.charrnn.model.Hyperparameter;
import io.charrnn.model.HyperparameterField;

/**
 * What a round ends with: a step of SGD with Nesterov momentum, whose gradient is the way
 * from the mean of the members' parameters back to those they began with (DiLoCo,
 * Douillard et al. 2023, algorithm 1). With rate 1 and momentum 0 the new parameters are
 * that mean.
 *
 * @param rate step size, more than 0 and at most 2
 * @param momentum part of the velocity that is kept, [0, 1)
 */
public record OuterStep(
		@Hyperparameter(value = "Size of the step; with 1 and no momentum the result is the workers' mean", above = 0,
				most = 2) double rate,
		@Hyperparameter(value = "Fraction of the velocity that is kept", least = 0, below = 1) double momentum) {

	public OuterStep {
		HyperparameterField.check("cluster.outer.", OuterStep.class, rate, momentum);
	}

	/** Whether it keeps a velocity from round to round. */
	boolean hasVelocity() {
		return this.momentum > 0;
	}

	/**
	 * Makes the step.
	 * @param common the parameters that the round began with
	 * @param mean the members' parameters at its end; becomes the new parameters
	 * @param velocity of the step before; becomes that of this one; empty without
	 * momentum
	 */
	void apply(float[] common, float[] mean, float[] velocity) {
		float step = (float) this.rate;
		if (hasVelocity()) {
			float kept = (float) this.momentum;
			for (int i = 0; i < mean.length; i++) {
				float gradient = common[i] - mean[i];
				velocity[i] = kept * velocity[i] + gradient;
				mean[i] = common[i] - step * (gradient + kept * velocity[i]);
			}
		}
		else if (step != 1) {
			for (int i = 0; i < mean.length; i++) {
				mean[i] = common[i] - step * (common[i] - mean[i]);
			}
		}
	}

}
