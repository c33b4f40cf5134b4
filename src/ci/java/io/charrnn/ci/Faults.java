package io.charrnn.ci;

/** How thoroughly faults are tested: a few rounds in CI, many by {@code bench/faults}. */
final class Faults {

	private Faults() {
	}

	/**
	 * Rounds of a test.
	 * @param inCi where nobody asks for more
	 */
	static int rounds(int inCi) {
		return Integer.getInteger("faults.rounds", inCi);
	}

}
