package io.charrnn.training.run;

import org.jspecify.annotations.Nullable;

/** What is known of a job's losses, in nats per character. Used by one thread. */
final class Losses {

	private @Nullable Double training;

	private @Nullable Double validation;

	private @Nullable Double best;

	private long validatedAt;

	private int validationsWithoutBest;

	Losses(RunState state) {
		this.training = state.trainingLoss();
		this.validation = state.validationLoss();
		this.best = state.bestValidationLoss();
		this.validatedAt = state.validatedAt();
		this.validationsWithoutBest = state.validationsWithoutBest();
	}

	void trained(double loss) {
		this.training = loss;
	}

	/**
	 * Takes a new validation loss.
	 * @return whether it is the best so far
	 */
	boolean validated(long iteration, double loss) {
		this.validatedAt = iteration;
		this.validation = loss;
		if (this.best == null || loss < this.best) {
			this.best = loss;
			this.validationsWithoutBest = 0;
			return true;
		}
		this.validationsWithoutBest++;
		return false;
	}

	@Nullable Double training() {
		return this.training;
	}

	@Nullable Double validation() {
		return this.validation;
	}

	@Nullable Double best() {
		return this.best;
	}

	long validatedAt() {
		return this.validatedAt;
	}

	int validationsWithoutBest() {
		return this.validationsWithoutBest;
	}

}
