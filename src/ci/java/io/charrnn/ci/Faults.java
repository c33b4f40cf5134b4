package io.charrnn.ci;

import java.time.Duration;

/**
 * How thoroughly faults are tested: a little in CI, at length by {@code bench/faults}.
 */
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

	/**
	 * Duration of a test that goes on for a time.
	 * @param inCi seconds, where nobody asks for more
	 */
	static Duration duration(int inCi) {
		return Duration.ofSeconds(Integer.getInteger("faults.seconds", inCi));
	}

}
