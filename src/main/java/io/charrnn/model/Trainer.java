package io.charrnn.model;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One training run in memory. Used by one thread at a time. */
public interface Trainer extends AutoCloseable {

	/**
	 * Learns from one batch by truncated backpropagation through time: the hidden state
	 * continues from the batch before, the gradient ends at the batch's first step.
	 * @param learningRate Adam's step size for this update
	 * @return loss and gradient norm of the batch
	 */
	default Update update(Batch batch, double learningRate) {
		return update(batch, learningRate, () -> true).orElseThrow();
	}

	/**
	 * Learns from one batch, unless it is broken off: then nothing has changed.
	 * @param learningRate Adam's step size for this update
	 * @param goOn asked many times an update, by any thread, whether to continue
	 * @return loss and gradient norm of the batch, or nothing if it was broken off
	 */
	Optional<Update> update(Batch batch, double learningRate, BooleanSupplier goOn);

	/** A copy of the weights that a model made now has. */
	float[] parameters();

	/** A copy of all that is needed to continue later. */
	TrainingState state();

	@Override
	void close();

}
