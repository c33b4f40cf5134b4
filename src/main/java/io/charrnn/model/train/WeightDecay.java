package io.charrnn.model.train;

import io.charrnn.model.Architecture;
import io.charrnn.model.ParameterLayout;

/**
 * Decoupled weight decay (AdamW; Loshchilov and Hutter 2019): beside Adam's step, whose
 * moments know nothing of it, each weight loses a part of itself in proportion to the
 * learning rate. Input, recurrent and output weights decay, biases do not, as is usual
 * and as DL4J does. Works on ranges of the parameters, so that threads can share them.
 */
final class WeightDecay {

	private final double coefficient;

	private final float[] parameters;

	/** Where each piece of weights between biases begins and ends. */
	private final int[][] weights;

	/**
	 * Prepares updates.
	 * @param coefficient part that is lost at a learning rate of 1
	 * @param architecture of the network
	 * @param parameters in {@link RowMajorOrder}; are changed
	 */
	WeightDecay(double coefficient, Architecture architecture, float[] parameters) {
		ParameterLayout layout = new ParameterLayout(architecture);
		this.coefficient = coefficient;
		this.parameters = parameters;
		this.weights = new int[architecture.layers() + 1][];
		for (int layer = 0; layer < architecture.layers(); layer++) {
			this.weights[layer] = new int[] { layout.inputWeights(layer), layout.bias(layer) };
		}
		this.weights[architecture.layers()] = new int[] { layout.outputWeights(), layout.outputBias() };
	}

	/** Changes the weights in a range of the parameters, before Adam does. */
	void apply(int from, int to, double learningRate) {
		if (this.coefficient == 0) {
			return;
		}
		float part = (float) (learningRate * this.coefficient);
		for (int[] range : this.weights) {
			shrink(this.parameters, Math.max(from, range[0]), Math.min(to, range[1]), part);
		}
	}

	private static void shrink(float[] values, int from, int to, float part) {
		for (int i = from; i < to; i++) {
			values[i] -= part * values[i];
		}
	}

}
