package io.charrnn.inference.compression;

import io.charrnn.model.Softmax;

/**
 * A next-character distribution in whole numbers, which encoder and decoder agree on to
 * the last bit: every character has at least 1 of about 2^24.
 */
final class Frequencies {

	private static final int SCALE = 1 << 24;

	/** {@code [V]}. */
	private final double[] weights;

	/**
	 * {@code [V + 1]}: the sum of the frequencies before each character, then of all.
	 */
	private final long[] sums;

	Frequencies(int alphabetSize) {
		this.weights = new double[alphabetSize];
		this.sums = new long[alphabetSize + 1];
	}

	/**
	 * Takes the next distribution.
	 * @param logits {@code [V]}
	 * @throws io.charrnn.model.NotFiniteException if a logit is not a finite number
	 */
	void set(float[] logits) {
		double sum = Softmax.weights(logits, 1, this.weights);
		double scale = (SCALE - this.weights.length) / sum;
		for (int index = 0; index < this.weights.length; index++) {
			this.sums[index + 1] = this.sums[index] + 1 + (long) (this.weights[index] * scale);
		}
	}

	/** Where a character's share begins. */
	long from(int index) {
		return this.sums[index];
	}

	/** Where a character's share ends. */
	long to(int index) {
		return this.sums[index + 1];
	}

	long total() {
		return this.sums[this.weights.length];
	}

	/** The character whose share a number below the total lies in. */
	int at(long number) {
		int low = 0;
		int high = this.weights.length - 1;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (this.sums[middle + 1] <= number) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

}
