package io.charrnn.model;

/** How often a text has each character among its last ones. */
final class RecentCharacters {

	/** {@code [V]}. */
	private final int[] counts;

	/**
	 * The last characters, the oldest where the next one goes; empty for a whole text.
	 */
	private final char[] last;

	private int place;

	private boolean full;

	/**
	 * Begins a text.
	 * @param alphabetSize V
	 * @param window how many of the last characters count, {@link Penalties#WHOLE_TEXT}
	 * for all
	 */
	RecentCharacters(int alphabetSize, int window) {
		this.counts = new int[alphabetSize];
		this.last = new char[(window == Penalties.WHOLE_TEXT) ? 0 : window];
	}

	/** Takes the next character. */
	void add(int index) {
		this.counts[index]++;
		if (this.last.length > 0) {
			if (this.full) {
				this.counts[this.last[this.place]]--;
			}
			this.last[this.place++] = (char) index;
			if (this.place == this.last.length) {
				this.place = 0;
				this.full = true;
			}
		}
	}

	int count(int index) {
		return this.counts[index];
	}

}
