package io.charrnn.model;

/**
 * The characters of a distribution by descending probability; ties are in the order of
 * their indices. Sorts only as much as requested. Reuses its memory, so each thread needs
 * its own.
 */
public final class Ranking {

	/**
	 * A binary heap of keys with the greatest at 0 in {@code [0, size)}, and behind it
	 * those taken out, which so stand in ascending order.
	 */
	private final long[] keys;

	private int size;

	public Ranking(int alphabetSize) {
		this.keys = new long[alphabetSize];
	}

	/**
	 * Starts again.
	 * @param logits {@code [V]}
	 */
	public void rank(float[] logits) {
		this.size = this.keys.length;
		for (int index = 0; index < this.size; index++) {
			this.keys[index] = key(logits[index], index);
		}
		for (int parent = this.size / 2 - 1; parent >= 0; parent--) {
			sink(parent);
		}
	}

	/**
	 * The index of a character.
	 * @param rank 0 for the most likely one
	 */
	public int at(int rank) {
		return (int) (Integer.MAX_VALUE - (keyAt(rank) & Integer.MAX_VALUE));
	}

	/** The key of the character at a rank. */
	long keyAt(int rank) {
		int place = this.keys.length - 1 - rank;
		while (this.size > place) {
			this.size--;
			long greatest = this.keys[0];
			this.keys[0] = this.keys[this.size];
			this.keys[this.size] = greatest;
			sink(0);
		}
		return this.keys[place];
	}

	/** Greater for a greater logit and, if these are equal, for a smaller index. */
	static long key(float logit, int index) {
		int bits = Float.floatToIntBits(logit + 0f);
		int ordered = bits ^ (bits >> 31 & Integer.MAX_VALUE);
		return (long) ordered << 32 | Integer.MAX_VALUE - index;
	}

	private void sink(int from) {
		long key = this.keys[from];
		int parent = from;
		for (int child = 2 * parent + 1; child < this.size; child = 2 * parent + 1) {
			if (child + 1 < this.size && this.keys[child + 1] > this.keys[child]) {
				child++;
			}
			if (this.keys[child] <= key) {
				break;
			}
			this.keys[parent] = this.keys[child];
			parent = child;
		}
		this.keys[parent] = key;
	}

}
