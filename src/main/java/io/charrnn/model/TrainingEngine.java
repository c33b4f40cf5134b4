package io.charrnn.model;

/** A way of computing updates; all engines compute the same to rounding. */
public interface TrainingEngine {

	/** What requests call it. */
	String name();

	/**
	 * Refuses what the engine cannot train with on this machine, which by default is
	 * nothing.
	 * @throws InvalidHyperparameterException naming the field, its value and what it must
	 * be
	 */
	default void check(Hyperparameters hyperparameters) {
	}

	/**
	 * What a run takes on this machine, about.
	 * @param architecture of the network
	 * @param hyperparameters how it is to be trained
	 */
	MemoryEstimate memory(Architecture architecture, Hyperparameters hyperparameters);

	/**
	 * A run at its beginning: weights drawn from the hyperparameters' seed, moments and
	 * hidden states zero.
	 */
	TrainingState initialState(Architecture architecture, Hyperparameters hyperparameters);

	/** Goes on from a state, whichever engine it came from. */
	Trainer resume(Architecture architecture, Hyperparameters hyperparameters, TrainingState state);

}
