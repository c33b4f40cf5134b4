package io.charrnn.ci;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

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

	/**
	 * Prints the longest of some durations beside the target.
	 * @param what is measured
	 * @param measured one of each round
	 * @param target the most
	 */
	static void tell(String what, List<Duration> measured, Duration target) {
		tell("%s, seconds, most of %d".formatted(what, measured.size()), Collections.max(measured).toMillis() / 1000.0,
				target.toMillis() / 1000.0);
	}

	/**
	 * Prints a figure beside the target, and {@code above} where it is missed. How busy
	 * the machine is decides no test.
	 * @param what is measured
	 * @param measured the figure
	 * @param target the most
	 */
	static void tell(String what, double measured, double target) {
		System.out.printf(Locale.ROOT, "faults: %s: %.2f, target %.2f%s%n", what, measured, target,
				(measured > target) ? ", above" : "");
	}

}
