package io.charrnn.training.run;

import io.charrnn.model.Update;

/**
 * Notices that training went wrong: a loss or a gradient that is not a number, or a loss
 * above three times its start. The start is the first loss, or that of guessing, ln V, if
 * a model began better. What is compared with it is a moving average over about
 * {@value #CHARACTERS} characters, so that the losses of tiny batches, which scatter, do
 * no harm; that of a larger batch counts at once.
 */
final class DivergenceGuard {

	static final int CHARACTERS = 256;

	static final int FACTOR = 3;

	private final double guessing;

	private final double weight;

	private double start;

	private double recent;

	/**
	 * Begins to watch.
	 * @param alphabetSize V
	 * @param charactersPerIteration B x T
	 * @param start what {@link #start()} was before, or NaN at the beginning
	 */
	DivergenceGuard(int alphabetSize, long charactersPerIteration, double start) {
		this.guessing = Math.log(alphabetSize);
		this.weight = Math.min(1, (double) charactersPerIteration / CHARACTERS);
		this.start = start;
		this.recent = start;
	}

	/**
	 * Looks at an update.
	 * @param iteration updates done, with this one
	 * @throws DivergedException if training went wrong
	 */
	void check(long iteration, Update update) {
		if (!Double.isFinite(update.loss()) || !Double.isFinite(update.gradientNorm())) {
			throw new DivergedException(iteration, update, limit());
		}
		if (Double.isNaN(this.start)) {
			this.start = update.loss();
			this.recent = update.loss();
		}
		this.recent += this.weight * (update.loss() - this.recent);
		if (this.recent > limit()) {
			throw new DivergedException(iteration, update, limit());
		}
	}

	/**
	 * Looks at a validation loss.
	 * @param iteration updates done
	 * @param validationLoss nats per character
	 * @throws DivergedException if it is not a number
	 */
	void check(long iteration, double validationLoss) {
		if (!Double.isFinite(validationLoss)) {
			throw new DivergedException(iteration, new Update(validationLoss, Double.NaN, false), limit());
		}
	}

	/** What is to be kept for a later run; NaN before the first update. */
	double start() {
		return this.start;
	}

	private double limit() {
		return FACTOR * (Double.isNaN(this.start) ? this.guessing : Math.max(this.start, this.guessing));
	}

}
