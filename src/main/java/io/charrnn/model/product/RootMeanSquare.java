package io.charrnn.model.product;

import io.charrnn.model.Normalization;

/**
 * The root mean square of a few hundred values. Squares are added up in lanes, always the
 * same, whatever else is computed.
 */
public final class RootMeanSquare {

	private static final int LANES = 16;

	private RootMeanSquare() {
	}

	/** 1 / sqrt(mean of squares + epsilon) of some values. */
	public static float reciprocal(float[] values, int from, int count) {
		double mean = dot(values, from, values, from, count) / count;
		return (float) (1 / Math.sqrt(mean + Normalization.EPSILON));
	}

	/** The sum of products of two runs of values. */
	public static float dot(float[] a, int aFrom, float[] b, int bFrom, int count) {
		float[] lanes = new float[LANES];
		int index = 0;
		for (; index + LANES <= count; index += LANES) {
			addProducts(a, aFrom + index, b, bFrom + index, lanes);
		}
		float sum = 0;
		for (; index < count; index++) {
			sum += a[aFrom + index] * b[bFrom + index];
		}
		for (float lane : lanes) {
			sum += lane;
		}
		return sum;
	}

	private static void addProducts(float[] a, int aFrom, float[] b, int bFrom, float[] lanes) {
		for (int lane = 0; lane < LANES; lane++) {
			lanes[lane] += a[aFrom + lane] * b[bFrom + lane];
		}
	}

}
