package io.charrnn.model.train;

/** What feeds a recurrent layer. */
interface LayerInput {

	/** To be called before the forward pass. */
	void beginForward();

	/**
	 * Writes the input's part of z for a step, with the bias of its columns. To be called
	 * for each step in order.
	 * @param step from 0
	 */
	void forwardStep(int step);

	/** To be called before the backward pass. */
	void beginBackward();

	/**
	 * Takes the gradient of a step out of z. To be called from the last step to the
	 * first.
	 */
	void backwardStep(int step);

	/** Completes the gradients after all steps. */
	void backward();

}
