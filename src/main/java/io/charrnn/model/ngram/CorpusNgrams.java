package io.charrnn.model.ngram;

import java.util.Arrays;
import java.util.BitSet;

import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;

/**
 * Which characters follow which contexts in a text, and how often: an immutable hash
 * table. A context is told apart from others by some 50 bits; of two that have the same,
 * one is taken for the other, once in millions of millions. Where characters follow a
 * context more than 65,535 times, all that follow it are counted in coarser units.
 */
public final class CorpusNgrams {

	/** Bytes that a table takes at most. */
	public static final long MOST_BYTES = 64 << 20;

	/** Bytes that each character of a text takes beside the table while it is counted. */
	public static final int BYTES_OF_COUNTED = 16;

	private static final int CHARACTER_BITS = 16;

	private static final int CHARACTER = (1 << CHARACTER_BITS) - 1;

	/** {@code [slots]}: what the context of each is checked by. */
	private final int[] checks;

	/**
	 * {@code [slots + 1]}: where the followers of each context begin, and where the last
	 * ones end. Of an empty slot there are none.
	 */
	private final int[] starts;

	/** Count and character of each, those of one context side by side. */
	private final int[] followers;

	private CorpusNgrams(Contexts contexts) {
		int slots = contexts.slots();
		int[] placed = new int[slots];
		for (int context = 0; context < contexts.size; context++) {
			int slot = slot(contexts.keys[context], slots);
			while (placed[slot] != 0) {
				slot = (slot + 1 < slots) ? slot + 1 : 0;
			}
			placed[slot] = context + 1;
		}
		this.checks = new int[slots];
		this.starts = new int[slots + 1];
		this.followers = new int[contexts.followerCount];
		for (int slot = 0; slot < slots; slot++) {
			this.starts[slot + 1] = this.starts[slot];
			if (placed[slot] != 0) {
				int context = placed[slot] - 1;
				int from = contexts.starts[context];
				int count = contexts.starts[context + 1] - from;
				this.checks[slot] = check(contexts.keys[context]);
				System.arraycopy(contexts.followers, from, this.followers, this.starts[slot], count);
				this.starts[slot + 1] += count;
			}
		}
	}

	/**
	 * Counts a text. Long contexts are left out where the table would become larger than
	 * {@link #MOST_BYTES}. A context goes back to the beginning of its document at most,
	 * of which the mark is part.
	 * @param text at least one character
	 */
	public static CorpusNgrams of(EncodedText text, Alphabet alphabet) {
		return new CorpusNgrams(new Contexts(text, alphabet));
	}

	/** Bytes that it takes. */
	public long bytes() {
		return (long) Integer.BYTES * (this.checks.length + this.starts.length + this.followers.length);
	}

	/**
	 * Adds what follows a context.
	 * @return whether the context is known
	 */
	boolean addTo(FollowerCounts counts, long key) {
		int check = check(key);
		int slot = slot(key, this.checks.length);
		while (this.starts[slot] < this.starts[slot + 1]) {
			if (this.checks[slot] == check) {
				for (int index = this.starts[slot]; index < this.starts[slot + 1]; index++) {
					counts.add(this.followers[index] & CHARACTER, this.followers[index] >>> CHARACTER_BITS);
				}
				return true;
			}
			slot = (slot + 1 < this.checks.length) ? slot + 1 : 0;
		}
		return false;
	}

	private static int slot(long key, int slots) {
		return (int) ((key >>> Integer.SIZE) * slots >>> Integer.SIZE);
	}

	private static int check(long key) {
		return (int) (key >>> CHARACTER_BITS);
	}

	/** The contexts of a text, with those of one size side by side. */
	private static final class Contexts {

		/** Of 16 slots those that are used. */
		private static final int LOAD = 11;

		/** Those of each context, the last {@link #CHARACTER_BITS} bits zero. */
		private long[] keys = new long[0];

		/** Where the followers of each context begin, and where the last ones end. */
		private int[] starts = new int[1];

		private int[] followers = new int[0];

		private int size;

		private int followerCount;

		Contexts(EncodedText text, Alphabet alphabet) {
			EncodedText followers = alphabet.targets(text);
			long[] before = new long[text.length()];
			Arrays.fill(before, ContextKeys.EMPTY);
			BitSet within = new BitSet(text.length());
			within.set(0, text.length());
			boolean fits = true;
			for (int length = 0; fits && length <= Mixture.LONGEST_CONTEXT && length < text.length(); length++) {
				if (length > 0) {
					extend(text, before, length);
					within.clear(length - 1);
				}
				fits = add(grams(followers, before, within));
				forget(text, alphabet, within, length);
			}
		}

		private static void extend(EncodedText text, long[] before, int length) {
			for (int position = length; position < text.length(); position++) {
				before[position] = ContextKeys.extended(before[position], text.at(position - length));
			}
		}

		/** Of each position that has a context, that and what follows it. */
		private static long[] grams(EncodedText followers, long[] before, BitSet within) {
			long[] grams = within.stream()
				.mapToLong((position) -> before[position] & ~CHARACTER | followers.at(position))
				.toArray();
			Arrays.sort(grams);
			return grams;
		}

		/** Contexts that begin with a mark become no longer. */
		private static void forget(EncodedText text, Alphabet alphabet, BitSet within, int length) {
			for (int position = length; alphabet.hasDocuments() && length > 0 && position < text.length(); position++) {
				if (alphabet.isMark(text.at(position - length))) {
					within.clear(position);
				}
			}
		}

		private boolean add(long[] grams) {
			int contexts = 0;
			int distinct = 0;
			for (int index = 0; index < grams.length; index++) {
				contexts += beginsContext(grams, index) ? 1 : 0;
				distinct += (index == 0 || grams[index] != grams[index - 1]) ? 1 : 0;
			}
			if (bytes(this.size + contexts, this.followerCount + distinct) > MOST_BYTES) {
				return false;
			}
			this.keys = Arrays.copyOf(this.keys, this.size + contexts);
			this.starts = Arrays.copyOf(this.starts, this.size + contexts + 1);
			this.followers = Arrays.copyOf(this.followers, this.followerCount + distinct);
			for (int from = 0; from < grams.length;) {
				int to = from + 1;
				while (to < grams.length && !beginsContext(grams, to)) {
					to++;
				}
				addContext(grams, from, to);
				from = to;
			}
			return true;
		}

		private static boolean beginsContext(long[] grams, int index) {
			return index == 0 || grams[index] >> CHARACTER_BITS != grams[index - 1] >> CHARACTER_BITS;
		}

		private void addContext(long[] grams, int from, int to) {
			int unit = 1 + (to - from) / (CHARACTER + 1);
			this.keys[this.size] = grams[from] & ~CHARACTER;
			for (int first = from; first < to;) {
				int last = first + 1;
				while (last < to && grams[last] == grams[first]) {
					last++;
				}
				int count = (last - first + unit - 1) / unit;
				this.followers[this.followerCount++] = count << CHARACTER_BITS | (int) grams[first] & CHARACTER;
				first = last;
			}
			this.size++;
			this.starts[this.size] = this.followerCount;
		}

		int slots() {
			return slots(this.size);
		}

		private static int slots(long contexts) {
			return (int) (contexts * Short.SIZE / LOAD + 1);
		}

		private static long bytes(long contexts, long followers) {
			return Integer.BYTES * (2L * slots(contexts) + 1 + followers);
		}

	}

}
