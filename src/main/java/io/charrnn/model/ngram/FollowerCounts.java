package io.charrnn.model.ngram;

/** How often each character was seen after one context. */
final class FollowerCounts {

	/** {@code [V]}. */
	private final int[] counts;

	/** The characters that were seen, in the order in which they came. */
	private final int[] seen;

	private int distinct;

	private long total;

	FollowerCounts(int alphabetSize) {
		this.counts = new int[alphabetSize];
		this.seen = new int[alphabetSize];
	}

	void clear() {
		for (int index = 0; index < this.distinct; index++) {
			this.counts[this.seen[index]] = 0;
		}
		this.distinct = 0;
		this.total = 0;
	}

	void add(int character, int count) {
		if (this.counts[character] == 0) {
			this.seen[this.distinct++] = character;
		}
		this.counts[character] += count;
		this.total += count;
	}

	/** How many different characters were seen. */
	int distinct() {
		return this.distinct;
	}

	/** How many characters were seen. */
	long total() {
		return this.total;
	}

	/** One of the characters that were seen. */
	int character(int index) {
		return this.seen[index];
	}

	/** How often a character was seen. */
	int count(int character) {
		return this.counts[character];
	}

}
