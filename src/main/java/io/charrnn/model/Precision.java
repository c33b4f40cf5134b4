package io.charrnn.model;

/**
 * Precision of the operands of matrix products. Sums, weights and everything else are
 * always float32.
 */
public enum Precision {

	/** 24 bits of precision. */
	FLOAT32,

	/** 8 bits of precision: the upper half of a float32. For processors that have it. */
	BFLOAT16

}
