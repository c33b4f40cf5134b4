package io.charrnn.model.product;

/** Softmax in plain Java, for where no library has it. */
final class PlainSoftmax implements Products.Softmax {

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

	private final Matrix matrix;

	private final float[] row;

	PlainSoftmax(Matrix matrix) {
		this.matrix = matrix;
		this.row = new float[matrix.columns()];
	}

	@Override
	public void run() {
		for (int index = 0; index < this.matrix.rows(); index++) {
			this.matrix.read(index, 1, this.row);
			double sum = exp(this.row, most(this.row));
			multiply(this.row, (float) (1 / sum));
			this.matrix.write(index, 1, this.row);
		}
	}

	private static float most(float[] values) {
		float most = Float.NEGATIVE_INFINITY;
		for (float value : values) {
			most = Math.max(most, value);
		}
		return most;
	}

	private static double exp(float[] values, float most) {
		double sum = 0;
		for (int i = 0; i < values.length; i++) {
			values[i] = exp(values[i] - most);
			sum += values[i];
		}
		return sum;
	}

	/**
	 * exp of a number of at most 0, as 2^k exp(f) with an integer k and |f| of at most
	 * (ln 2) / 2, exp(f) by a polynomial with the least greatest error. The relative
	 * error is below 2e-7 for numbers above -87; below, the result is that of -87.
	 */
	static float exp(float value) {
		float x = Math.max(LEAST, value);
		float rounded = MultiplyAdd.of(x, LOG2_E, ROUND);
		float k = rounded - ROUND;
		float f = MultiplyAdd.of(k, -LN2_LOW, MultiplyAdd.of(k, -LN2_HIGH, x));
		float p = MultiplyAdd.of(f,
				MultiplyAdd.of(f,
						MultiplyAdd.of(f,
								MultiplyAdd.of(f, MultiplyAdd.of(f, 1.38436547e-3f, 8.3741556e-3f), 4.1668002e-2f),
								0.166664313f),
						0.499999942f),
				1.00000003f);
		float power = Float.intBitsToFloat((Float.floatToRawIntBits(rounded) << 23) + Float.floatToRawIntBits(1f));
		return power * MultiplyAdd.of(f, p, 1f);
	}

	private static void multiply(float[] values, float factor) {
		for (int i = 0; i < values.length; i++) {
			values[i] *= factor;
		}
	}

	@Override
	public void close() {
		// Holds nothing.
	}

}
