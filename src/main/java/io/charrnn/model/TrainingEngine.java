package io.charrnn.model;

import org.jspecify.annotations.Nullable;

/** A way of computing updates; all engines compute the same to rounding. */
public interface TrainingEngine {

	/** What requests call it. */
	String name();

	/**
	 * Rejects what the engine cannot train with on this machine, which by default is
	 * nothing.
	 * @throws InvalidHyperparameterException naming the field, its value and what it must
	 * be
	 */
	default void check(Hyperparameters hyperparameters) {
	}

	/**
	 * The precision of products with which training is fastest on this machine and no
	 * worse.
	 */
	default Precision precision() {
		return Precision.FLOAT32;
	}

	/** The optimizer that lowers the loss of a network most in the same time. */
	default Optimizer optimizer(NetworkOptions network) {
		return Optimizer.ADAM;
	}

	/**
	 * The same engine with another number of threads, which is the engine itself unless
	 * its results depend on them.
	 * @param threads most threads that a run uses
	 */
	default TrainingEngine withThreads(int threads) {
		return this;
	}

	/** Most threads that a run uses. */
	default int threads() {
		return 1;
	}

	/** Whether it can learn from some of the streams. */
	default boolean splits() {
		return false;
	}

	/** What computes matrix products, with its version, if that is worth saying. */
	default @Nullable String library() {
		return null;
	}

	/** What a run takes on this machine, about. */
	MemoryEstimate memory(Architecture architecture, Hyperparameters hyperparameters);

	/**
	 * Begins to compute the gradients of one text, at the zero state.
	 * @param parameters its weights, in the order of {@link ParameterLayout}; not kept
	 * @param steps characters of a segment
	 * @throws UnsupportedOperationException if the engine does not have it
	 */
	default SegmentGradients gradients(Architecture architecture, float[] parameters, int steps) {
		throw new UnsupportedOperationException(name() + " has no gradients of single texts");
	}

	/** Goes on from a state, whichever engine it came from. */
	Trainer resume(Architecture architecture, Hyperparameters hyperparameters, TrainingState state);

	/**
	 * Goes on from a state with some of the streams, on batches of those alone. The
	 * gradient is that of the mean loss of these streams.
	 * @param hyperparameters of the run, with all streams as batch size
	 * @param state with the hidden states of these streams
	 * @throws UnsupportedOperationException if the engine does not {@link #splits()
	 * split}
	 */
	default Trainer resume(Architecture architecture, Hyperparameters hyperparameters, TrainingState state,
			Share share) {
		throw new UnsupportedOperationException(name() + " cannot learn from some of the streams");
	}

}
