package io.charrnn.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What counting alone predicts: character n-grams with the interpolation of Witten and
 * Bell (1991), method C. The probability of c after a context k of n - 1 characters is
 * {@code P_n(c|k) = (count(k c) + distinct(k) P_{n-1}(c|k')) / (count(k) + distinct(k))},
 * where k' is k without its first character, distinct(k) says how many characters were
 * seen after k, and P_0 = 1 / V. A context that was never seen leaves P_{n-1} as it is.
 */
public final class NGramBaseline {

	/** Bytes that each character takes at most which is learned from. */
	public static final int BYTES_OF_LEARNED = 24;

	/** Bytes that each character takes which is predicted. */
	public static final int BYTES_OF_PREDICTED = 8;

	private static final int CHARACTER_BITS = 16;

	private NGramBaseline() {
	}

	/**
	 * Learns n-grams from one text and measures them on another. Takes up to
	 * {@link #BYTES_OF_LEARNED} for each character of the first text and
	 * {@link #BYTES_OF_PREDICTED} for each of the second.
	 * @param training the text that is counted
	 * @param validation the text that is predicted, as if it began at its first character
	 * @param alphabetSize V
	 * @param maxOrder the largest n
	 * @return the mean cross-entropy in nats per character for n = 1 to {@code maxOrder}
	 */
	public static double[] losses(EncodedText training, EncodedText validation, int alphabetSize, int maxOrder) {
		return losses(training, List.of(validation), alphabetSize, maxOrder, 0)[0];
	}

	/**
	 * Learns n-grams from one text and measures them on others. Takes up to
	 * {@link #BYTES_OF_LEARNED} for each character of the first text and
	 * {@link #BYTES_OF_PREDICTED} for each of the others.
	 * @param training the text that is counted
	 * @param texts the texts that are predicted, each as if it began at its first
	 * character
	 * @param alphabetSize V
	 * @param maxOrder the largest n
	 * @param unpredicted characters at the beginning of each text that do not count
	 * @return {@code [text][n - 1]}: the mean cross-entropy in nats per character
	 */
	public static double[][] losses(EncodedText training, List<EncodedText> texts, int alphabetSize, int maxOrder,
			int unpredicted) {
		List<double[]> probabilities = new ArrayList<>();
		for (EncodedText text : texts) {
			double[] uniform = new double[text.length()];
			Arrays.fill(uniform, 1.0 / alphabetSize);
			probabilities.add(uniform);
		}
		double[][] losses = new double[texts.size()][maxOrder];
		for (int order = 1; order <= maxOrder; order++) {
			Counts counts = new Counts(training, order);
			for (int number = 0; number < losses.length; number++) {
				interpolate(counts, texts.get(number), probabilities.get(number));
				losses[number][order - 1] = Arrays
					.stream(probabilities.get(number), unpredicted, texts.get(number).length())
					.map((probability) -> -Math.log(probability))
					.sum() / (texts.get(number).length() - unpredicted);
			}
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
		 * neighbors.
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
