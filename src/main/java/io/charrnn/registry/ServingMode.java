package io.charrnn.registry;

import io.charrnn.model.Precision;

/**
 * How a model is served.
 *
 * @param precision of the factors of products
 * @param pinned whether it stays in memory
 * @param mixture whether it is mixed with n-grams unless a request says otherwise
 */
public record ServingMode(Precision precision, boolean pinned, boolean mixture) {

	/** How a model is served until something else is set. */
	public static final ServingMode FIRST = new ServingMode(Precision.FLOAT32, false, false);

}
