package io.charrnn.model.ngram;

/**
 * The natural logarithm in plain arithmetic alone, which Java defines to the last bit, so
 * that every machine gets the same numbers; several times faster than {@link StrictMath}.
 */
final class Logarithm {

	private static final int MANTISSA_BITS = 52;

	private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;

	private static final long ONE = Double.doubleToRawLongBits(1);

	private static final double SQRT2 = 1.4142135623730951;

	private static final double LN2 = 0.6931471805599453;

	private Logarithm() {
	}

	/**
	 * The logarithm of x = 2^e m by the series of artanh: ln m = 2 artanh((m - 1) / (m +
	 * 1)) for m from 1 / sqrt 2 to sqrt 2.
	 * @param x positive and normal
	 */
	static double of(double x) {
		long bits = Double.doubleToRawLongBits(x);
		double exponent = (bits >>> MANTISSA_BITS) - Double.MAX_EXPONENT;
		double mantissa = Double.longBitsToDouble(bits & MANTISSA | ONE);
		if (mantissa > SQRT2) {
			mantissa /= 2;
			exponent++;
		}
		double s = (mantissa - 1) / (mantissa + 1);
		double z = s * s;
		double series = 1 + z * (1.0 / 3 + z * (1.0 / 5 + z * (1.0 / 7
				+ z * (1.0 / 9 + z * (1.0 / 11 + z * (1.0 / 13 + z * (1.0 / 15 + z * (1.0 / 17 + z * (1.0 / 19)))))))));
		return exponent * LN2 + 2 * s * series;
	}

}
