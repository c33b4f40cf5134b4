package io.charrnn.model;

import java.util.Arrays;

/**
 * What counting alone predicts: character n-grams with the interpolation of Witten and
 * Bell (1991), method C. The probability of c after a context k of n - 1 characters is
 * {@code P_n(c|k) = (count(k c) + distinct(k) P_{n-1}(c|k')) / (count(k) + distinct(k))},
 * where k' is k without its first character, distinct(k) says how many characters were
 * seen after k, and P_0 = 1 / V. A context that was never seen leaves P_{n-1} as it is.
 */
public final class NGramBaseline {

	private static final int CHARACTER_BITS = 16;

	private NGramBaseline() {
	}

	/**
	 * Learns n-grams from one text and measures them on another. Takes up to 24 bytes for
	 * each character of the first text and 8 for each of the second.
	 * @param training the text that is counted
	 * @param validation the text that is predicted, as if it began at its first character
	 * @param alphabetSize V
	 * @param maxOrder the largest n
	 * @return the mean cross-entropy in nats per character for n = 1 to {@code maxOrder}
	 */
	public static double[] losses(EncodedText training, EncodedText validation, int alphabetSize, int maxOrder) {
		double[] probabilities = new double[validation.length()];
		Arrays.fill(probabilities, 1.0 / alphabetSize);
		double[] losses = new double[maxOrder];
		for (int order = 1; order <= maxOrder; order++) {
			interpolate(new Counts(training, order), validation, probabilities);
			losses[order - 1] = Arrays.stream(probabilities).map((probability) -> -Math.log(probability)).sum()
					/ validation.length();
		}
		return losses;
	}

	/** Turns P_{n-1} of each character of the validation text into P_n. */
	private static void interpolate(Counts counts, EncodedText validation, double[] probabilities) {
		for (int position = counts.order - 1; position < validation.length(); position++) {
			long gram = gram(validation, position, counts.order);
			int context = Arrays.binarySearch(counts.contexts, gram >> CHARACTER_BITS);
			if (context >= 0) {
				int distinct = counts.distinct[context];
				int count = counts.starts[context + 1] - counts.starts[context];
				probabilities[position] = (counts.count(gram, context) + distinct * probabilities[position])
						/ (count + distinct);
			}
		}
	}

	/**
	 * The n-gram that ends at a position: a hash of its context in 48 bits, then its last
	 * character.
	 */
	private static long gram(EncodedText text, int position, int order) {
		long context = 0;
		for (int at = position - order + 1; at < position; at++) {
			context = CounterRandom.mix(context, text.at(at));
		}
		return context << CHARACTER_BITS | text.at(position);
	}

	/** How often each n-gram of one order stands in a text. */
	private static final class Counts {

		private final int order;

		/**
		 * Every n-gram of the text, ascending, so that those of one context are
		 * neighbours.
		 */
		private final long[] grams;

		/** Each context once, ascending. */
		private final long[] contexts;

		/** Where the n-grams of each context begin, and where the last ones end. */
		private final int[] starts;

		/** How many different characters follow each context. */
		private final int[] distinct;

		Counts(EncodedText text, int order) {
			this.order = order;
			this.grams = new long[Math.max(0, text.length() - order + 1)];
			for (int index = 0; index < this.grams.length; index++) {
				this.grams[index] = gram(text, index + order - 1, order);
			}
			Arrays.sort(this.grams);
			int different = countContexts();
			this.contexts = new long[different];
			this.starts = new int[different + 1];
			this.distinct = new int[different];
			countDistinct();
		}

		private int countContexts() {
			int different = 0;
			for (int index = 0; index < this.grams.length; index++) {
				different += beginsContext(index) ? 1 : 0;
			}
			return different;
		}

		private void countDistinct() {
			int context = -1;
			for (int index = 0; index < this.grams.length; index++) {
				if (beginsContext(index)) {
					context++;
					this.contexts[context] = this.grams[index] >> CHARACTER_BITS;
					this.starts[context] = index;
					this.distinct[context] = 1;
				}
				else if (this.grams[index] != this.grams[index - 1]) {
					this.distinct[context]++;
				}
			}
			this.starts[context + 1] = this.grams.length;
		}

		private boolean beginsContext(int index) {
			return index == 0 || this.grams[index] >> CHARACTER_BITS != this.grams[index - 1] >> CHARACTER_BITS;
		}

		/** How often an n-gram with the given context stands in the text. */
		int count(long gram, int context) {
			return firstAbove(gram, context) - firstAbove(gram - 1, context);
		}

		private int firstAbove(long gram, int context) {
			int low = this.starts[context];
			int high = this.starts[context + 1];
			while (low < high) {
				int middle = (low + high) >>> 1;
				if (this.grams[middle] <= gram) {
					low = middle + 1;
				}
				else {
					high = middle;
				}
			}
			return low;
		}

	}

}
