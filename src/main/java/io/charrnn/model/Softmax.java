package io.charrnn.model;

/**
 * Probabilities from logits. Written in plain arithmetic alone, which Java defines to the
 * last bit, so that every machine gets the same numbers.
 */
public final class Softmax {

	/** Below this a term is lost in the sum anyway; above, nothing underflows. */
	private static final double LEAST_EXPONENT = -700;

	private static final double SCALE = 0x1.0p-10;

	private Softmax() {
	}

	/**
	 * Writes what each character's probability is proportional to: 1 for the most likely.
	 * @param logits {@code [V]}
	 * @param temperature what the logits are divided by; more than 0
	 * @param weights {@code [V]}: becomes exp((logit - highest logit) / temperature)
	 * @return the sum of the weights, from 1 to V
	 * @throws NotFiniteException if a logit is not a finite number
	 */
	public static double weights(float[] logits, double temperature, double[] weights) {
		double highest = highest(logits);
		for (int index = 0; index < logits.length; index++) {
			weights[index] = (logits[index] - highest) / temperature;
		}
		exp(weights);
		double sum = 0;
		for (double weight : weights) {
			sum += weight;
		}
		return sum;
	}

	/**
	 * The logarithm of the sum of exp(logit): a character's log-probability is its logit
	 * minus this.
	 * @param logits {@code [V]}
	 * @param scratch {@code [V]}: overwritten
	 * @return nats
	 * @throws NotFiniteException if a logit is not a finite number
	 */
	public static double logSumExp(float[] logits, double[] scratch) {
		return highest(logits) + StrictMath.log(weights(logits, 1, scratch));
	}

	private static double highest(float[] logits) {
		float highest = Float.NEGATIVE_INFINITY;
		float sum = 0;
		for (float logit : logits) {
			highest = Math.max(highest, logit);
			sum += logit - logit;
		}
		if (sum != 0) {
			throw new NotFiniteException();
		}
		return highest;
	}

	/**
	 * Replaces values by their exponentials: exp(x) = exp(x / 1024)^1024, the inner one
	 * by its Taylor series. For x from -40 to 0 the relative error is below 1e-12. The
	 * loop has no branch, so that the compiler turns it into vector instructions.
	 */
	private static void exp(double[] values) {
		for (int index = 0; index < values.length; index++) {
			double x = Math.max(LEAST_EXPONENT, values[index]) * SCALE;
			double y = 1 + x * (1 + x * (1.0 / 2
					+ x * (1.0 / 6 + x * (1.0 / 24 + x * (1.0 / 120 + x * (1.0 / 720 + x * (1.0 / 5040)))))));
			double y4 = y * y * (y * y);
			double y16 = y4 * y4 * (y4 * y4);
			double y64 = y16 * y16 * (y16 * y16);
			double y256 = y64 * y64 * (y64 * y64);
			values[index] = y256 * y256 * (y256 * y256);
		}
	}

}
