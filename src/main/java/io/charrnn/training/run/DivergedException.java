package io.charrnn.training.run;

import java.util.Locale;

import io.charrnn.model.Update;

/** Training went wrong and cannot continue. */
class DivergedException extends RuntimeException {

	private final long iteration;

	private final transient Update update;

	/**
	 * Says what was seen.
	 * @param iteration updates done
	 * @param update the last of them
	 * @param limit loss above which training has gone wrong
	 */
	DivergedException(long iteration, Update update, double limit) {
		super(String.format(Locale.ROOT,
				"at iteration %,d the loss is %.4g (it must stay below %.4g) and the norm of the gradient %.4g",
				iteration, update.loss(), limit, update.gradientNorm()));
		this.iteration = iteration;
		this.update = update;
	}

	long iteration() {
		return this.iteration;
	}

	Update update() {
		return this.update;
	}

}
