package io.charrnn.model;

import java.util.Arrays;
import java.util.BitSet;

import org.jspecify.annotations.Nullable;

/**
 * The n-grams of a text, to keep it from having one twice (Paulus et al. 2018, section
 * 2.5). Time for a character grows with how many different characters came behind the n -
 * 1 before it, memory with the text.
 */
final class SeenNgrams {

	private static final int NONE = -1;

	private final int alphabetSize;

	/** n - 1. */
	private final int contextSize;

	private char[] text = new char[64];

	private int length;

	/**
	 * A hash table of the positions behind contexts, the latest of each hash; its size is
	 * a power of two and more than the text's.
	 */
	private int[] latest = filled(new int[128]);

	/**
	 * For each position that is the latest or was, the one before with the same hash.
	 */
	private int[] earlier = new int[64];

	/**
	 * Begins a text.
	 * @param alphabetSize V
	 * @param size n, at least 2
	 */
	SeenNgrams(int alphabetSize, int size) {
		this.alphabetSize = alphabetSize;
		this.contextSize = size - 1;
	}

	/**
	 * What may follow, without what would complete an n-gram that the text has. Where
	 * that leaves nothing, all that is permitted may.
	 * @param permitted the indices that are permitted, or null for all; not changed
	 */
	@Nullable BitSet possible(@Nullable BitSet permitted) {
		if (this.length < this.contextSize) {
			return permitted;
		}
		BitSet possible = null;
		int slot = slot(this.length, this.latest.length);
		for (int position = this.latest[slot]; position != NONE; position = this.earlier[position]) {
			if (isContext(position)) {
				possible = (possible != null) ? possible : copy(permitted);
				possible.clear(this.text[position]);
			}
		}
		return (possible == null || possible.isEmpty()) ? permitted : possible;
	}

	/** Takes the next character. */
	void add(int index) {
		if (this.length == this.text.length) {
			grow();
		}
		this.text[this.length] = (char) index;
		if (this.length >= this.contextSize && !isSeen(index)) {
			enter(this.length, this.latest);
		}
		this.length++;
	}

	private boolean isSeen(int index) {
		int position = this.latest[slot(this.length, this.latest.length)];
		while (position != NONE && !(this.text[position] == index && isContext(position))) {
			position = this.earlier[position];
		}
		return position != NONE;
	}

	private void enter(int position, int[] table) {
		int slot = slot(position, table.length);
		this.earlier[position] = table[slot];
		table[slot] = position;
	}

	/** Whether the same n - 1 characters stand before a position as at the end. */
	private boolean isContext(int position) {
		return Arrays.equals(this.text, position - this.contextSize, position, this.text,
				this.length - this.contextSize, this.length);
	}

	/** Of the n - 1 characters before a position. */
	private int slot(int position, int slots) {
		int hash = 0;
		for (int at = position - this.contextSize; at < position; at++) {
			hash = 31 * hash + this.text[at];
		}
		return (int) CounterRandom.mix(hash, this.contextSize) & slots - 1;
	}

	private void grow() {
		this.text = Arrays.copyOf(this.text, 2 * this.length);
		int[] table = filled(new int[2 * this.latest.length]);
		int[] before = this.earlier;
		this.earlier = new int[2 * this.length];
		for (int slot = 0; slot < this.latest.length; slot++) {
			for (int position = this.latest[slot]; position != NONE; position = before[position]) {
				enter(position, table);
			}
		}
		this.latest = table;
	}

	private BitSet copy(@Nullable BitSet permitted) {
		if (permitted != null) {
			return (BitSet) permitted.clone();
		}
		BitSet all = new BitSet(this.alphabetSize);
		all.set(0, this.alphabetSize);
		return all;
	}

	private static int[] filled(int[] table) {
		Arrays.fill(table, NONE);
		return table;
	}

}
