package io.charrnn.model.product;

/**
 * Multiplies and adds: with one rounding where the processor does it in one instruction,
 * else with two. {@link Math#fma} has one rounding everywhere, but takes a thousand times
 * as long where the processor cannot do it.
 */
public final class MultiplyAdd {

	/** Whether there is one rounding. Results depend on it. */
	public static final boolean FUSED = Boolean.parseBoolean(HotSpot.option("UseFMA", "false"));

	private MultiplyAdd() {
	}

	/** Computes a b + c. */
	public static float of(float a, float b, float c) {
		return FUSED ? Math.fma(a, b, c) : a * b + c;
	}

}
