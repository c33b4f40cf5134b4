package io.charrnn.model.kernel;

import java.util.Arrays;

/**
 * Softmax with cross-entropy, fused: the gradient with respect to a logit is the
 * character's probability, less one for the target.
 */
final class CrossEntropy {

	/** exp(-87) is the least that is a normal number. */
	private static final float LEAST = -87;

	private static final float LOG2_E = 1.44269504f;

	/**
	 * ln 2 in two parts, of which the first has few digits: products with it are exact.
	 */
	private static final float LN2_HIGH = 0.693359375f;

	private static final float LN2_LOW = -2.12194440e-4f;

	/**
	 * Adding this to a number of less than 2^22 leaves its nearest integer in the low
	 * bits.
	 */
	private static final float ROUND = 0x1.8p23f;

	/** {@code [V]}. */
	private final float[] row;

	/** {@code [V]}. */
	private final float[] bias;

	/** {@code [V]}. */
	private final float[] dBias;

	CrossEntropy(int alphabetSize) {
		this.row = new float[alphabetSize];
		this.bias = new float[alphabetSize];
		this.dBias = new float[alphabetSize];
	}

	/**
	 * Begins an iteration.
	 * @param values the output bias is in them
	 * @param offset where it begins
	 */
	void begin(float[] values, int offset) {
		System.arraycopy(values, offset, this.bias, 0, this.bias.length);
		Arrays.fill(this.dBias, 0);
	}

	/** {@code [V]}: gradient of the output bias since the iteration began. */
	float[] biasGradient() {
		return this.dBias;
	}

	/**
	 * Replaces logits by the gradient with respect to them.
	 * @param logits {@code [rows][V]}, without the bias
	 * @param rows how many of them, from the first
	 * @param targets the characters that follow
	 * @param from place of the first row's target
	 * @param scale what the gradient is multiplied with
	 * @return sum of the cross-entropies, nats
	 */
	double gradient(Matrix logits, int rows, int[] targets, int from, float scale) {
		double loss = 0;
		for (int index = 0; index < rows; index++) {
			logits.read(index, 1, this.row);
			loss += gradient(targets[from + index], scale);
			logits.write(index, 1, this.row);
		}
		return loss;
	}

	private double gradient(int target, float scale) {
		add(this.bias, this.row);
		float most = most(this.row);
		double ofTarget = this.row[target] - most;
		exp(this.row, most);
		double sum = sum(this.row);
		multiply(this.row, (float) (scale / sum));
		this.row[target] -= scale;
		add(this.row, this.dBias);
		return Math.log(sum) - ofTarget;
	}

	private static void add(float[] addend, float[] sum) {
		for (int i = 0; i < sum.length; i++) {
			sum[i] += addend[i];
		}
	}

	private static float most(float[] values) {
		float most = Float.NEGATIVE_INFINITY;
		for (float value : values) {
			most = Math.max(most, value);
		}
		return most;
	}

	private static void exp(float[] values, float most) {
		for (int i = 0; i < values.length; i++) {
			values[i] = exp(values[i] - most);
		}
	}

	/**
	 * exp of a number of at most 0, as 2^k exp(f) with an integer k and |f| of at most
	 * (ln 2) / 2, exp(f) by a polynomial with the least greatest error. The relative
	 * error is below 2e-7 for numbers above -87; below, the result is that of -87.
	 */
	static float exp(float value) {
		float x = Math.max(LEAST, value);
		float rounded = Math.fma(x, LOG2_E, ROUND);
		float k = rounded - ROUND;
		float f = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, x));
		float p = Math.fma(f, Math.fma(f,
				Math.fma(f, Math.fma(f, Math.fma(f, 1.38436547e-3f, 8.3741556e-3f), 4.1668002e-2f), 0.166664313f),
				0.499999942f), 1.00000003f);
		float power = Float.intBitsToFloat((Float.floatToRawIntBits(rounded) << 23) + Float.floatToRawIntBits(1f));
		return power * Math.fma(f, p, 1f);
	}

	/** Four sums side by side, as each addition waits for the one before. */
	private static double sum(float[] values) {
		double sum0 = 0;
		double sum1 = 0;
		double sum2 = 0;
		double sum3 = 0;
		int i = 0;
		for (; i + 3 < values.length; i += 4) {
			sum0 += values[i];
			sum1 += values[i + 1];
			sum2 += values[i + 2];
			sum3 += values[i + 3];
		}
		for (; i < values.length; i++) {
			sum0 += values[i];
		}
		return (sum0 + sum1) + (sum2 + sum3);
	}

	private static void multiply(float[] values, float factor) {
		for (int i = 0; i < values.length; i++) {
			values[i] *= factor;
		}
	}

}
