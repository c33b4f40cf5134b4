package io.charrnn.model.ngram;

import io.charrnn.model.CounterRandom;

/**
 * What contexts are found by: 64 bits that a context gets from its characters, the last
 * one first, so that a longer context continues from the shorter one.
 */
final class ContextKeys {

	/** Of the empty context. */
	static final long EMPTY = 1;

	private ContextKeys() {
	}

	/** The key of a context with one more character before it. */
	static long extended(long key, int character) {
		long mixed = CounterRandom.mix(key, character);
		return (mixed != 0) ? mixed : EMPTY;
	}

	/**
	 * The keys of what stands at the end of a text.
	 * @param text in its first characters
	 * @param length how many these are
	 * @param keys receives those of the contexts of 0, 1, 2, ... characters
	 * @return how many there are: the text may be shorter
	 */
	static int of(char[] text, int length, long[] keys) {
		int count = Math.min(length + 1, keys.length);
		keys[0] = EMPTY;
		for (int size = 1; size < count; size++) {
			keys[size] = extended(keys[size - 1], text[length - size]);
		}
		return count;
	}

}
