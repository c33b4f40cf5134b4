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

	/**
	 * The sum of products of two runs of values. Half of the lanes at a time, as
	 * variables of their own: so many fit into registers.
	 */
	public static float dot(float[] a, int aFrom, float[] b, int bFrom, int count) {
		int inLanes = count - count % LANES;
		float sum = 0;
		for (int index = inLanes; index < count; index++) {
			sum += a[aFrom + index] * b[bFrom + index];
		}
		for (int lane = 0; lane < LANES; lane += LANES / 2) {
			sum = addLanes(a, aFrom + lane, b, bFrom + lane, inLanes - lane, sum);
		}
		return sum;
	}

	/** Adds eight lanes to a sum, one after the other. */
	private static float addLanes(float[] a, int aFrom, float[] b, int bFrom, int count, float sum) {
		float s0 = 0;
		float s1 = 0;
		float s2 = 0;
		float s3 = 0;
		float s4 = 0;
		float s5 = 0;
		float s6 = 0;
		float s7 = 0;
		for (int index = 0; index < count; index += LANES) {
			int i = aFrom + index;
			int j = bFrom + index;
			s0 += a[i] * b[j];
			s1 += a[i + 1] * b[j + 1];
			s2 += a[i + 2] * b[j + 2];
			s3 += a[i + 3] * b[j + 3];
			s4 += a[i + 4] * b[j + 4];
			s5 += a[i + 5] * b[j + 5];
			s6 += a[i + 6] * b[j + 6];
			s7 += a[i + 7] * b[j + 7];
		}
		return sum + s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7;
	}

}
