package io.charrnn.inference.prediction;

import io.charrnn.inference.Fields;
import io.charrnn.inference.Temperature;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

/**
 * What a prediction returns, with values checked against their bounds.
 *
 * @param top how many characters and continuations at most
 * @param length characters of a continuation; 0 for none
 * @param temperature what the logits are divided by
 */
public record PredictionSettings(int top, int length, double temperature) {

	private static final int DEFAULT_TOP = 10;

	private static final int LONGEST_CONTINUATION = 64;

	private static final int MOST_CONTINUATIONS = 1000;

	/**
	 * Checks the fields of a request and puts defaults where there are none.
	 * @throws UnprocessableException naming a value that is out of bounds
	 */
	public static PredictionSettings of(@Nullable Integer top, @Nullable Integer length, @Nullable Double temperature) {
		return new PredictionSettings(
				Fields.within("top", top, 1, (length != null) ? MOST_CONTINUATIONS : Integer.MAX_VALUE, DEFAULT_TOP),
				Fields.within("length", length, 1, LONGEST_CONTINUATION, 0), Temperature.check(temperature));
	}

}
