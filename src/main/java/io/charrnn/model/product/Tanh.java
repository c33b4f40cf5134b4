package io.charrnn.model.product;

/**
 * The hyperbolic tangent as x P(x^2) / Q(x^2), whose coefficients make the greatest
 * relative error on [-9, 9] least; outside it is 1 to rounding. The relative error in
 * float arithmetic is at most 3.2e-7, over all floats, so that the result may be above 1
 * by a unit in the last place. Without branches and over one index, so that the compiler
 * makes vector instructions of the loops; fused multiply-add is exact on every machine
 * and fast on those that have it.
 */
public final class Tanh {

	private static final float LIMIT = 9;

	private Tanh() {
	}

	/**
	 * Replaces the first values of an array by their hyperbolic tangents.
	 * @param values what to replace
	 * @param count how many
	 */
	public static void apply(float[] values, int count) {
		for (int index = 0; index < count; index++) {
			values[index] = tanh(values[index]);
		}
	}

	/** Computes y = tanh(x). */
	public static void apply(float[] x, float[] y) {
		for (int index = 0; index < y.length; index++) {
			y[index] = tanh(x[index]);
		}
	}

	/**
	 * Computes y = sigmoid(x) = 1 / (1 + exp(-x)) = (1 + tanh(x / 2)) / 2. The absolute
	 * error is below 2e-7.
	 */
	public static void sigmoid(float[] x, float[] y) {
		for (int index = 0; index < y.length; index++) {
			y[index] = MultiplyAdd.of(0.5f, tanh(0.5f * x[index]), 0.5f);
		}
	}

	public static float tanh(float value) {
		float x = Math.max(-LIMIT, Math.min(LIMIT, value));
		float u = x * x;
		float p = MultiplyAdd.of(u, MultiplyAdd.of(u,
				MultiplyAdd.of(u, MultiplyAdd.of(u, 1.335465206e-8f, 2.060907490e-5f), 3.495587636e-3f), 0.1338102521f),
				0.9999999795f);
		float q = MultiplyAdd.of(u, MultiplyAdd.of(u,
				MultiplyAdd.of(u, MultiplyAdd.of(u, 7.776554279e-7f, 3.285634047e-4f), 2.587698027e-2f), 0.4671434080f),
				1f);
		return x * p / q;
	}

}
