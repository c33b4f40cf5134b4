package io.charrnn.model;

/**
 * Chooses characters. The choice is a pure function of the logits, the seed and the
 * position; what a sampler holds is memory for the work, so each thread needs its own.
 */
public final class Sampler {

	private final Sampling sampling;

	/** {@code [V]}: what each character's probability is proportional to. */
	private final double[] weights;

	private final Ranking ranking;

	/**
	 * Makes a sampler.
	 * @param sampling how to choose
	 * @param alphabetSize V
	 */
	public Sampler(Sampling sampling, int alphabetSize) {
		this.sampling = sampling;
		this.weights = new double[alphabetSize];
		this.ranking = new Ranking(alphabetSize);
	}

	/**
	 * Chooses a character.
	 * @param logits {@code [V]}
	 * @param seed of everything random
	 * @param position how many characters were chosen with this seed before
	 * @return the character's index
	 * @throws NotFiniteException if a logit is not a finite number
	 */
	public int choose(float[] logits, long seed, long position) {
		if (this.sampling.temperature() == 0) {
			return mostLikely(logits);
		}
		double sum = Softmax.weights(logits, this.sampling.temperature(), this.weights);
		if (this.sampling.topK() < this.weights.length || this.sampling.topP() < 1) {
			sum = keepMostLikely(logits, sum);
		}
		if (this.sampling.minP() > 0) {
			sum = dropBelow(this.sampling.minP());
		}
		return draw(sum * CounterRandom.uniform(seed, position));
	}

	private int mostLikely(float[] logits) {
		Softmax.weights(logits, 1, this.weights);
		int best = 0;
		for (int index = 1; index < logits.length; index++) {
			best = (logits[index] > logits[best]) ? index : best;
		}
		return best;
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

	private double dropBehind(float[] logits, long last) {
		double sum = 0;
		for (int index = 0; index < this.weights.length; index++) {
			this.weights[index] = (Ranking.key(logits[index], index) < last) ? 0 : this.weights[index];
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
