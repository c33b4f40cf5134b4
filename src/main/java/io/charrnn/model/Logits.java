package io.charrnn.model;

import java.util.BitSet;

import org.jspecify.annotations.Nullable;

/**
 * Changes the logits of one text before a character is chosen, by penalties for what the
 * text has already and by the bias; characters that are not permitted get the least of
 * all logits.
 */
final class Logits {

	/** Small enough to be last, and finite, as all logits must be. */
	private static final float LEAST = -Float.MAX_VALUE;

	private final Penalties penalties;

	/** {@code [V]}, or null if no logit is ever changed but by what is permitted. */
	private final double @Nullable [] bias;

	private final boolean biasFirst;

	/** What was chosen. */
	private final RecentCharacters chosen;

	/** What the repetition penalty looks at: the same, or with what was read before. */
	private final RecentCharacters repeated;

	/** {@code [V]}. */
	private final float[] changed;

	Logits(Sampling sampling, int alphabetSize) {
		this.penalties = sampling.penalties();
		boolean changes = !sampling.bias().isEmpty() || this.penalties.changeLogits();
		this.bias = changes ? new double[alphabetSize] : null;
		this.biasFirst = sampling.order() == SamplingOrder.VLLM;
		int window = this.penalties.changeLogits() ? this.penalties.window() : Penalties.WHOLE_TEXT;
		this.chosen = new RecentCharacters(changes ? alphabetSize : 0, window);
		this.repeated = (changes && this.biasFirst) ? new RecentCharacters(alphabetSize, window) : this.chosen;
		this.changed = new float[alphabetSize];
		if (this.bias != null) {
			double[] added = this.bias;
			sampling.bias().forEach((index, value) -> added[index] = value);
		}
	}

	/** Takes note of what stands before the text. */
	void read(EncodedText prompt) {
		if (this.repeated != this.chosen) {
			for (int position = 0; position < prompt.length(); position++) {
				this.repeated.add(prompt.at(position));
			}
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
		double before = this.biasFirst ? logit + this.bias[index] : logit;
		double penalised = this.penalties.apply(before, this.repeated.count(index) > 0, this.chosen.count(index));
		return (float) (this.biasFirst ? penalised : penalised + this.bias[index]);
	}

	/** Takes note of a choice. */
	void chosen(int index) {
		if (this.bias != null) {
			this.chosen.add(index);
			if (this.repeated != this.chosen) {
				this.repeated.add(index);
			}
		}
	}

}
