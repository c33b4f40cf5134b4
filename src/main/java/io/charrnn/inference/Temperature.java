package io.charrnn.inference;

import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

/** Valid values of the temperature. */
public final class Temperature {

	public static final double GREEDY = 0;

	private static final double LEAST = 1e-6;

	private static final double MOST = 100;

	private Temperature() {
	}

	/** The value of a request's field, or 1 if it is not given. */
	public static double check(@Nullable Double temperature) {
		if (temperature == null) {
			return 1;
		}
		if (temperature != GREEDY && !(temperature >= LEAST && temperature <= MOST)) {
			throw UnprocessableException.outOfBounds("temperature", temperature, "0, or from 0.000001 to 100");
		}
		return temperature;
	}

}
