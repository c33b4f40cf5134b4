package io.charrnn.model;

import java.util.BitSet;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the characters of one text. A choice is a pure function of the logits, the seed
 * and the position and, where there are penalties, of what was read and chosen before;
 * all else that a sampler holds is memory for the work.
 */
public final class Sampler {

	private final Sampling sampling;

	/** {@code [V]}: what each character's probability is proportional to. */
	private final double[] weights;

	private final Ranking ranking;

	private final Logits logits;

	/** Of what was chosen, or null if they may come again. */
	private final @Nullable SeenNgrams ngrams;

	/** {@code [V]}: minus how far each surprisal is from the entropy. */
	private final float[] typicality;

	/**
	 * Makes a sampler.
	 * @param sampling how to choose
	 * @param alphabetSize V
	 */
	public Sampler(Sampling sampling, int alphabetSize) {
		this.sampling = sampling;
		this.weights = new double[alphabetSize];
		this.ranking = new Ranking(alphabetSize);
		this.logits = new Logits(sampling, alphabetSize);
		int ngramSize = sampling.penalties().ngramSize();
		this.ngrams = (ngramSize > 0) ? new SeenNgrams(alphabetSize, ngramSize) : null;
		this.typicality = new float[(sampling.typicalP() < 1) ? alphabetSize : 0];
	}

	/** Takes note of what stands before the text, before anything is chosen. */
	public void read(EncodedText prompt) {
		this.logits.read(prompt);
	}

	/**
	 * Chooses a character.
	 * @param logits {@code [V]}
	 * @param position how many characters were chosen with this seed before
	 * @return the character's index
	 * @throws NotFiniteException if a logit is not a finite number
	 */
	public int choose(float[] logits, long seed, long position) {
		return choose(logits, seed, position, null);
	}

	/**
	 * Chooses a character among those that are permitted.
	 * @param logits {@code [V]}
	 * @param position how many characters were chosen with this seed before
	 * @param permitted the indices of the characters that may be chosen, at least one; or
	 * null for all
	 * @return the character's index
	 * @throws NotFiniteException if a logit is not a finite number
	 */
	public int choose(float[] logits, long seed, long position, @Nullable BitSet permitted) {
		BitSet possible = (this.ngrams != null) ? this.ngrams.possible(permitted) : permitted;
		float[] changed = this.logits.change(logits, possible);
		int chosen = (this.sampling.temperature() == 0) ? mostLikely(changed)
				: draw(filter(changed, possible) * CounterRandom.uniform(seed, position));
		this.logits.chosen(chosen);
		if (this.ngrams != null) {
			this.ngrams.add(chosen);
		}
		return chosen;
	}

	private int mostLikely(float[] logits) {
		Softmax.weights(logits, 1, this.weights);
		int best = 0;
		for (int index = 1; index < logits.length; index++) {
			best = (logits[index] > logits[best]) ? index : best;
		}
		return best;
	}

	/** Leaves weights to those characters that may be drawn; gives their sum. */
	private double filter(float[] logits, @Nullable BitSet permitted) {
		double sum = Softmax.weights(logits, this.sampling.temperature(), this.weights);
		if (permitted != null) {
			sum = keepPermitted(permitted);
		}
		boolean minPFirst = this.sampling.order() == SamplingOrder.VLLM;
		if (minPFirst && this.sampling.minP() > 0) {
			sum = dropBelow(this.sampling.minP());
		}
		if (this.sampling.topK() < this.weights.length || this.sampling.topP() < 1) {
			sum = keepMostLikely(logits, sum);
		}
		if (!minPFirst && this.sampling.minP() > 0) {
			sum = dropBelow(this.sampling.minP());
		}
		if (this.sampling.typicalP() < 1) {
			sum = keepTypical(logits, sum);
		}
		return sum;
	}

	private double keepPermitted(BitSet permitted) {
		double sum = 0;
		for (int index = 0; index < this.weights.length; index++) {
			this.weights[index] = permitted.get(index) ? this.weights[index] : 0;
			sum += this.weights[index];
		}
		return sum;
	}

	/** Zeroes all weights but those that topK and topP leave in; gives the new sum. */
	private double keepMostLikely(float[] logits, double sum) {
		this.ranking.rank(logits);
		int most = Math.min(this.sampling.topK(), logits.length);
		double enough = this.sampling.topP() * ((most < logits.length) ? sumOfFirst(most) : sum);
		int count = 0;
		for (double kept = 0; count < most && kept < enough; count++) {
			kept += this.weights[this.ranking.at(count)];
		}
		return dropBehind(logits, this.ranking.keyAt(count - 1));
	}

	private double sumOfFirst(int count) {
		double sum = 0;
		for (int rank = 0; rank < count; rank++) {
			sum += this.weights[this.ranking.at(rank)];
		}
		return sum;
	}

	/** Zeroes the weights of those that rank behind the last one to keep. */
	private double dropBehind(float[] ranked, long last) {
		double sum = 0;
		for (int index = 0; index < this.weights.length; index++) {
			this.weights[index] = (Ranking.key(ranked[index], index) < last) ? 0 : this.weights[index];
			sum += this.weights[index];
		}
		return sum;
	}

	private double dropBelow(double least) {
		double sum = 0;
		for (int index = 0; index < this.weights.length; index++) {
			// the most likely character's weight is 1
			this.weights[index] = (this.weights[index] < least) ? 0 : this.weights[index];
			sum += this.weights[index];
		}
		return sum;
	}

	/** Zeroes all weights but those that typicalP leaves in; gives the new sum. */
	private double keepTypical(float[] logits, double sum) {
		double highest = Double.NEGATIVE_INFINITY;
		for (float logit : logits) {
			highest = Math.max(highest, logit);
		}
		double logSum = StrictMath.log(sum);
		double entropy = 0;
		for (int index = 0; index < this.weights.length; index++) {
			entropy += this.weights[index] / sum * surprisal(logits[index], highest, logSum);
		}
		for (int index = 0; index < this.weights.length; index++) {
			this.typicality[index] = (this.weights[index] > 0)
					? (float) -Math.abs(surprisal(logits[index], highest, logSum) - entropy) : Float.NEGATIVE_INFINITY;
		}
		this.ranking.rank(this.typicality);
		double enough = this.sampling.typicalP() * sum;
		int count = 0;
		for (double kept = 0; count < this.weights.length && kept < enough; count++) {
			kept += this.weights[this.ranking.at(count)];
		}
		return dropBehind(this.typicality, this.ranking.keyAt(count - 1));
	}

	private double surprisal(float logit, double highest, double logSum) {
		return logSum - (logit - highest) / this.sampling.temperature();
	}

	/** The first character at which the running sum of weights exceeds a value. */
	private int draw(double value) {
		double sum = 0;
		int last = 0;
		for (int index = 0; index < this.weights.length; index++) {
			sum += this.weights[index];
			if (this.weights[index] > 0) {
				last = index;
				if (sum > value) {
					return index;
				}
			}
		}
		return last;
	}

}
