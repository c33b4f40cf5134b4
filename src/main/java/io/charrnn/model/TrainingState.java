package io.charrnn.model;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * All that a training run needs to continue exactly where it was. What is random follows
 * from the seed and the iteration.
 *
 * @param iteration updates done so far
 * @param parameters the weights that training continues with, in the order of
 * {@link ParameterLayout}
 * @param average the averaged weights, or null where weights are not averaged
 * @param updaterState what the {@link Optimizer} keeps, the moments in DL4J's order: the
 * first moment of every parameter, then the second moment of every parameter
 * @param hidden {@code [layers x stateVectors][B x H]}: for each layer h, then for an
 * LSTM c; all zero at the start
 * @param velocity of the step at the end of a round, in the order of the parameters, or
 * empty where there is none
 */
public record TrainingState(long iteration, float[] parameters, float @Nullable [] average, float[] updaterState,
		float[][] hidden, float[] velocity) {

	/** Without rounds. */
	public TrainingState(long iteration, float[] parameters, float @Nullable [] average, float[] updaterState,
			float[][] hidden) {
		this(iteration, parameters, average, updaterState, hidden, new float[0]);
	}

	/**
	 * A run at its beginning: weights drawn from the hyperparameters' seed, the
	 * optimizer's state and hidden states zero.
	 */
	public static TrainingState initial(Architecture architecture, Hyperparameters hyperparameters) {
		float[] parameters = InitialWeights.draw(architecture, hyperparameters.optimization().seed());
		float[] average = (hyperparameters.optimization().averaging() > 0) ? parameters.clone() : null;
		int vectors = architecture.layers() * architecture.cell().stateVectors();
		return new TrainingState(0, parameters, average,
				new float[hyperparameters.optimization().optimizer().stateLength(architecture)],
				new float[vectors][hyperparameters.optimization().batchSize() * architecture.hiddenSize()]);
	}

	/** The part of the optimizer's state that archives have: two values a parameter. */
	public float[] moments() {
		return (this.updaterState.length == 2 * this.parameters.length) ? this.updaterState
				: Arrays.copyOf(this.updaterState, 2 * this.parameters.length);
	}

	/** The rest of the optimizer's state; empty unless it is SOAP's. */
	public float[] rotations() {
		return Arrays.copyOfRange(this.updaterState, 2 * this.parameters.length, this.updaterState.length);
	}

	/** The weights that a model made of this state has. */
	public float[] modelParameters() {
		return (this.average != null) ? this.average : this.parameters;
	}

}
