package io.charrnn.model;

/** Refuses hyperparameters that are out of bounds. */
final class Bounds {

	private Bounds() {
	}

	static void within(String field, long value, long least, long most) {
		check(field, value, value >= least && value <= most, "from " + least + " to " + most);
	}

	static void atLeast(String field, long value, long least) {
		check(field, value, value >= least, "at least " + least);
	}

	/**
	 * Checks a value.
	 * @param good whether it is within its bound
	 * @param bound the bound in words
	 * @throws InvalidHyperparameterException if it is not
	 */
	static void check(String field, Object value, boolean good, String bound) {
		if (!good) {
			throw new InvalidHyperparameterException(field, value, bound);
		}
	}

}
