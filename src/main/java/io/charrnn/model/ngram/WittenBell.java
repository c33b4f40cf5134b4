package io.charrnn.model.ngram;

import java.util.Arrays;

/**
 * A next-character distribution by the interpolation of Witten and Bell (1991), method C:
 * {@code P_k(c) = (count_k(c) + distinct_k P_{k-1}(c)) / (total_k + distinct_k)} over the
 * contexts of k = 0, 1, 2, ... characters, P_{-1} = 1 / V. Most characters were not seen
 * after a context, and theirs all change by the same factor: this stands beside the
 * values, so that a context costs only as much as was seen after it.
 */
final class WittenBell {

	/** {@code [V]}: the probabilities without the factor. */
	private final double[] values;

	/** {@code [V]}: their logarithms, where these are current. */
	private final double[] logs;

	private double factor;

	private boolean logged;

	WittenBell(int alphabetSize) {
		this.values = new double[alphabetSize];
		this.logs = new double[alphabetSize];
	}

	/** Begins with the same probability for all. */
	void begin() {
		Arrays.fill(this.values, 1.0 / this.values.length);
		this.factor = 1;
		this.logged = false;
	}

	/** Takes what was seen after the next longer context, at least one character. */
	void take(FollowerCounts counts) {
		double all = (double) counts.total() + counts.distinct();
		this.factor *= counts.distinct() / all;
		double unit = 1 / (all * this.factor);
		for (int index = 0; index < counts.distinct(); index++) {
			int character = counts.character(index);
			this.values[character] += counts.count(character) * unit;
			if (this.logged) {
				this.logs[character] = Logarithm.of(this.values[character]);
			}
		}
	}

	/**
	 * Tells the distribution.
	 * @param target {@code [V]}: becomes the logarithm of each probability
	 */
	void logProbabilities(double[] target) {
		if (!this.logged) {
			for (int character = 0; character < this.logs.length; character++) {
				this.logs[character] = Logarithm.of(this.values[character]);
			}
			this.logged = true;
		}
		double logFactor = Logarithm.of(this.factor);
		for (int character = 0; character < target.length; character++) {
			target[character] = this.logs[character] + logFactor;
		}
	}

}
