package io.charrnn.model;

import java.util.Arrays;

/** Which part of a text is kept for validation. */
public enum ValidationSplit {

	/** The end; of documents whole ones, as far as they are short enough. */
	END,

	/**
	 * Whole documents, drawn by the seed: the first of them in an order that the seed
	 * shuffles, without those that are too long for what is left of the part.
	 */
	DOCUMENTS;

	/** Bytes that drawing takes for a document. */
	public static final int BYTES_OF_DOCUMENT = Long.BYTES;

	/**
	 * Cuts a text.
	 * @param text what there is
	 * @param training characters that the training part has about
	 * @param seed of the order of documents
	 * @return the training part and the validation part, which may be empty
	 */
	public Parts cut(EncodedText text, Alphabet alphabet, int training, long seed) {
		if (this == DOCUMENTS) {
			return drawn(text, alphabet, text.length() - training, seed);
		}
		int end = (training < text.length()) ? endOf(text, alphabet, training) : training;
		return new Parts(text.slice(0, end), text.slice(end, text.length()));
	}

	/**
	 * Where the validation part begins: with the first document that begins there or
	 * later, if that leaves half of the part at least, and else within a document.
	 */
	private static int endOf(EncodedText text, Alphabet alphabet, int wanted) {
		for (int position = wanted; position <= text.length() - (text.length() - wanted) / 2 - 1; position++) {
			if (alphabet.isMark(text.at(position))) {
				return position;
			}
		}
		return wanted;
	}

	private static Parts drawn(EncodedText text, Alphabet alphabet, int validation, long seed) {
		int[] begins = begins(text, alphabet);
		boolean[] kept = new boolean[begins.length - 1];
		int left = validation - 1;
		for (int document : order(kept.length, seed)) {
			int length = begins[document + 1] - begins[document];
			kept[document] = length <= left;
			left -= kept[document] ? length : 0;
		}
		return new Parts(documents(text, alphabet, begins, kept, false), documents(text, alphabet, begins, kept, true));
	}

	/** {@code [documents + 1]}: where they begin, and the mark after the last. */
	private static int[] begins(EncodedText text, Alphabet alphabet) {
		int[] begins = new int[1024];
		int count = 0;
		for (int position = 0; position < text.length(); position++) {
			if (alphabet.isMark(text.at(position))) {
				begins = (count < begins.length) ? begins : Arrays.copyOf(begins, 2 * begins.length);
				begins[count++] = position;
			}
		}
		return Arrays.copyOf(begins, count);
	}

	/** Numbers from 0, shuffled (Fisher and Yates) by counters. */
	private static int[] order(int documents, long seed) {
		int[] order = new int[documents];
		Arrays.setAll(order, (number) -> number);
		for (int last = documents - 1; last > 0; last--) {
			int other = (int) Long.remainderUnsigned(CounterRandom.mix(seed, last), last + 1L);
			int moved = order[last];
			order[last] = order[other];
			order[other] = moved;
		}
		return order;
	}

	/** Some documents and the mark after the last; nothing if there are none. */
	private static EncodedText documents(EncodedText text, Alphabet alphabet, int[] begins, boolean[] kept,
			boolean which) {
		int length = 0;
		for (int document = 0; document < kept.length; document++) {
			length += (kept[document] == which) ? begins[document + 1] - begins[document] : 0;
		}
		if (length == 0) {
			return new EncodedText(new char[0]);
		}
		char[] joined = new char[length + 1];
		int next = 0;
		for (int document = 0; document < kept.length; document++) {
			for (int position = begins[document]; kept[document] == which
					&& position < begins[document + 1]; position++) {
				joined[next++] = (char) text.at(position);
			}
		}
		joined[next] = (char) alphabet.end();
		return new EncodedText(joined);
	}

	/**
	 * A text that was cut.
	 *
	 * @param training what is learned
	 * @param validation what is not
	 */
	public record Parts(EncodedText training, EncodedText validation) {
	}

}
