package io.charrnn.training.request;

/** How long rounds on Spark are unless a request says so. */
public final class UsualRounds {

	private UsualRounds() {
	}

	/**
	 * Iterations of a round.
	 * @param iteration seconds of each
	 * @param beside seconds of a round in which nothing is learned
	 */
	public static int iterations(double iteration, double beside) {
		return RoundLength.iterations(iteration, beside);
	}

}
