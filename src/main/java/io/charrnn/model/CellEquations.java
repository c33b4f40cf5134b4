package io.charrnn.model;

/**
 * The equations of a {@link Cell} for one unit of a layer, forward and backward. The
 * reference network uses them; so do training and stepping for cells without faster code.
 */
public interface CellEquations {

	/**
	 * Computes a step.
	 * @param sums {@code [biases]}: of each gate, what its products and biases add up to;
	 * where the last gate is split, its input's sum stands in its place and its recurrent
	 * sum behind
	 * @param before {@code [stateVectors]}: h and, if the cell has it, c before the step
	 * @param activations {@code [biases]}: receives those of the gates, and whatever else
	 * {@link #backward} needs in the place behind
	 * @param after {@code [stateVectors]}: receives the state after the step
	 */
	void forward(double[] sums, double[] before, double[] activations, double[] after);

	/**
	 * Goes back through a step.
	 * @param activations as {@link #forward} left them
	 * @param before state before the step
	 * @param after state after the step
	 * @param dAfter gradient with respect to the state after the step; that of c becomes
	 * complete, with what comes through h
	 * @param dSums {@code [biases]}: receives the gradient with respect to the sums
	 * @param dBefore {@code [stateVectors]}: receives the gradient with respect to the
	 * state before the step, but for what goes through the sums
	 */
	void backward(double[] activations, double[] before, double[] after, double[] dAfter, double[] dSums,
			double[] dBefore);

	/** The logistic function. */
	static double sigmoid(double value) {
		return 1 / (1 + Math.exp(-value));
	}

}
