package io.charrnn.model;

import java.util.BitSet;

import org.jspecify.annotations.Nullable;

/**
 * Changes the logits of one text before a character is chosen: penalties for what was
 * chosen before, then the bias; characters that are not permitted get the least of all
 * logits.
 */
final class Logits {

	/** Small enough to be last, and finite, as all logits must be. */
	private static final float LEAST = -Float.MAX_VALUE;

	private final Penalties penalties;

	/** {@code [V]}, or null if no logit is ever changed but by what is permitted. */
	private final double @Nullable [] bias;

	/** {@code [V]}: how often each character was chosen. */
	private final int[] counts;

	/** {@code [V]}. */
	private final float[] changed;

	Logits(Sampling sampling, int alphabetSize) {
		this.penalties = sampling.penalties();
		boolean changes = !sampling.bias().isEmpty() || !sampling.penalties().equals(Penalties.NONE);
		this.bias = changes ? new double[alphabetSize] : null;
		this.counts = new int[changes ? alphabetSize : 0];
		this.changed = new float[alphabetSize];
		if (this.bias != null) {
			double[] added = this.bias;
			sampling.bias().forEach((index, value) -> added[index] = value);
		}
	}

	/**
	 * What characters are chosen by.
	 * @param logits {@code [V]}: not changed
	 * @param permitted the indices that may be chosen, or null for all
	 * @return {@code [V]}: valid until the next call
	 */
	float[] change(float[] logits, @Nullable BitSet permitted) {
		if (this.bias == null && permitted == null) {
			return logits;
		}
		for (int index = 0; index < logits.length; index++) {
			boolean possible = permitted == null || permitted.get(index);
			this.changed[index] = possible ? changed(logits[index], index) : LEAST;
		}
		return this.changed;
	}

	private float changed(float logit, int index) {
		if (this.bias == null) {
			return logit;
		}
		int count = this.counts[index];
		return (float) (((count > 0) ? this.penalties.apply(logit, count) : logit) + this.bias[index]);
	}

	/** Takes note of a choice. */
	void chosen(int index) {
		if (this.bias != null) {
			this.counts[index]++;
		}
	}

}
