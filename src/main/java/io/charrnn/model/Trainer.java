package io.charrnn.model;

/** One training run in memory. Used by one thread at a time. */
public interface Trainer extends AutoCloseable {

	/**
	 * Learns from one batch by truncated backpropagation through time: the hidden state
	 * goes on from the batch before, the gradient ends at the batch's first step.
	 * @param batch what to learn from
	 * @param learningRate Adam's step size for this update
	 * @return loss and gradient norm of the batch
	 */
	Update update(Batch batch, double learningRate);

	/** A copy of the weights that a model made now has. */
	float[] parameters();

	/** A copy of all that is needed to go on later. */
	TrainingState state();

	@Override
	void close();

}
