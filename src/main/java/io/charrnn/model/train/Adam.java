package io.charrnn.model.train;

import java.util.Arrays;
import java.util.List;

import io.charrnn.model.product.NativeFloats;

/**
 * Adam (Kingma and Ba 2015) with the defaults of its paper, in the form of its section 2
 * that DL4J uses: the corrections of both moments are in the step size. Works on ranges
 * of the parameters, so that threads can share them.
 */
final class Adam {

	static final float BETA1 = 0.9f;

	static final float BETA2 = 0.999f;

	static final float EPSILON = 1e-8f;

	/**
	 * Moments nearer to zero become zero. Those of weights that get no gradient, as of a
	 * rare character, would else become subnormal numbers, which take processors a
	 * hundred times as long, and stay so.
	 */
	static final float LEAST_MOMENT = 1e-30f;

	/**
	 * Iterations from one look for them to the next: the loop is no vector code, and
	 * 0.9^64 of the least is far from subnormal.
	 */
	static final int FLUSH_EVERY = 64;

	private static final int LANES = 1024;

	private final float[] parameters;

	private final float[] first;

	private final float[] second;

	/** The threads' gradients. */
	private final List<NativeFloats> gradients;

	private final float[] gradient;

	private final float scale;

	/**
	 * Prepares updates.
	 * @param parameters are changed by steps
	 * @param first the moments, changed too
	 * @param second the moments, changed too
	 * @param gradients of the threads, whose sum is the gradient
	 * @param scale what their sum is multiplied with to give the gradient
	 */
	Adam(float[] parameters, float[] first, float[] second, List<NativeFloats> gradients, float scale) {
		this.parameters = parameters;
		this.first = first;
		this.second = second;
		this.gradients = gradients;
		this.gradient = new float[parameters.length];
		this.scale = scale;
	}

	float[] parameters() {
		return this.parameters;
	}

	float[] first() {
		return this.first;
	}

	float[] second() {
		return this.second;
	}

	/**
	 * Computes the gradient. Goes through it in blocks, so that it is summed, scaled and
	 * squared while it is in the cache. There are many sums of squares side by side, as
	 * each addition waits for the one before and the compiler may not reorder them.
	 * @return the sum of its squares
	 */
	double sum(int from, int to) {
		float[] block = new float[LANES];
		float[] shard = new float[LANES];
		float[] lanes = new float[LANES];
		int first = from;
		for (; first + LANES <= to; first += LANES) {
			sum(first, LANES, block, shard);
			addSquares(block, lanes);
		}
		double sum = 0;
		for (float lane : lanes) {
			sum += lane;
		}
		sum(first, to - first, block, shard);
		for (int i = 0; i < to - first; i++) {
			sum += (double) block[i] * block[i];
		}
		return sum;
	}

	/** Computes at most this many values of the gradient as the block takes. */
	private void sum(int first, int count, float[] block, float[] shard) {
		this.gradients.get(0).read(first, block, 0, count);
		for (int index = 1; index < this.gradients.size(); index++) {
			this.gradients.get(index).read(first, shard, 0, count);
			add(shard, block);
		}
		multiply(block, this.scale);
		System.arraycopy(block, 0, this.gradient, first, count);
	}

	private static void multiply(float[] values, float factor) {
		for (int i = 0; i < values.length; i++) {
			values[i] *= factor;
		}
	}

	private static void add(float[] addend, float[] sum) {
		for (int i = 0; i < sum.length; i++) {
			sum[i] += addend[i];
		}
	}

	private static void addSquares(float[] values, float[] lanes) {
		for (int lane = 0; lane < lanes.length; lane++) {
			lanes[lane] += values[lane] * values[lane];
		}
	}

	/**
	 * Brings an average of the parameters up to date.
	 * @param average is changed
	 * @param weight of the newest parameters in it
	 */
	void average(float[] average, int from, int to, float weight) {
		moveTowards(this.parameters, average, from, to, weight);
	}

	private static void moveTowards(float[] target, float[] values, int from, int to, float part) {
		for (int i = from; i < to; i++) {
			values[i] += part * (target[i] - values[i]);
		}
	}

	/** A copy of a part of the gradient, clipped. */
	float[] clipped(int from, int to, Clipping clipping) {
		float[] clipped = Arrays.copyOfRange(this.gradient, from, to);
		clip(clipped, clipping.scale(), clipping.limit());
		return clipped;
	}

	private static void clip(float[] values, float scale, float limit) {
		for (int i = 0; i < values.length; i++) {
			values[i] = Math.max(-limit, Math.min(limit, values[i] * scale));
		}
	}

	/** The greatest absolute value of the gradient. */
	float greatest(int from, int to) {
		float greatest = 0;
		for (int i = from; i < to; i++) {
			greatest = Math.max(greatest, Math.abs(this.gradient[i]));
		}
		return greatest;
	}

	/**
	 * Changes parameters and moments.
	 * @param clipping is applied to the gradient
	 * @param learningRate alpha
	 * @param iteration updates done before
	 */
	void step(int from, int to, Clipping clipping, double learningRate, long iteration) {
		double steps = iteration + 1.0;
		float rate = (float) (learningRate * Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps)));
		step(this.parameters, this.first, this.second, this.gradient, from, to, clipping.scale(), clipping.limit(),
				rate);
		if (iteration % FLUSH_EVERY == 0) {
			flush(this.first, from, to);
			flush(this.second, from, to);
		}
	}

	static void flush(float[] moments, int from, int to) {
		for (int i = from; i < to; i++) {
			if (Math.abs(moments[i]) < LEAST_MOMENT) {
				moments[i] = 0;
			}
		}
	}

	private static void step(float[] parameters, float[] first, float[] second, float[] gradients, int from, int to,
			float scale, float limit, float rate) {
		for (int i = from; i < to; i++) {
			float gradient = Math.max(-limit, Math.min(limit, gradients[i] * scale));
			float m = BETA1 * first[i] + (1 - BETA1) * gradient;
			float v = BETA2 * second[i] + (1 - BETA2) * (gradient * gradient);
			first[i] = m;
			second[i] = v;
			parameters[i] -= rate * m / ((float) Math.sqrt(v) + EPSILON);
		}
	}

}
