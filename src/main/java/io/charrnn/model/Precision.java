package io.charrnn.model;

/**
 * Of the factors of matrix products. Sums, weights and everything else are float32 either
 * way.
 */
public enum Precision {

	/** 24 bits of precision. */
	FLOAT32,

	/** 8 bits of precision: the upper half of a float32. For processors that have it. */
	BFLOAT16

}
