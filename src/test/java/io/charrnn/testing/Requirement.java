package io.charrnn.testing;

import java.util.Optional;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs from the machine. A user may lack it, and then the test is skipped
 * and says so; in CI, which sets {@code CI=true}, a test that cannot run fails.
 */
public final class Requirement {

	private static final boolean CI = Boolean.parseBoolean(System.getenv("CI"));

	private Requirement() {
	}

	/**
	 * Returns what a test needs, or ends the test.
	 * @param found what was found of it
	 * @param missing what to say if nothing was: what is missing and how to provide it
	 */
	public static <T> T of(Optional<T> found, String missing) {
		if (found.isEmpty()) {
			if (CI) {
				Assertions.fail("CI skips nothing: " + missing);
			}
			System.out.println("Skipped: " + missing);
			Assumptions.abort(missing);
		}
		return found.orElseThrow();
	}

}
