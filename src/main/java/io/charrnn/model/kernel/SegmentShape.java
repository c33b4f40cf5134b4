package io.charrnn.model.kernel;

/**
 * What one thread learns from in an iteration.
 *
 * @param firstStream the first of its streams
 * @param streams how many
 * @param steps T
 * @param allStreams streams of all threads
 */
record SegmentShape(int firstStream, int streams, int steps, int allStreams) {

	private static final int CHUNK_ROWS = 256;

	/** Characters, {@code [T][streams]}. */
	int characters() {
		return this.steps * this.streams;
	}

	/**
	 * Steps that are gone through before the products over them are computed, a part of T
	 * without a rest: so few that what they share stays near the processor, and so many
	 * that products are fast.
	 */
	int chunkSteps() {
		int best = this.steps;
		for (int part = this.steps; part >= 1; part--) {
			if (this.steps % part == 0 && distance(part) < distance(best)) {
				best = part;
			}
		}
		return best;
	}

	private double distance(int chunkSteps) {
		return Math.abs(Math.log((double) chunkSteps * this.streams / CHUNK_ROWS));
	}

	/** Characters, {@code [chunkSteps][streams]}. */
	int chunkCharacters() {
		return chunkSteps() * this.streams;
	}

	/** Takes these streams out of {@code [T][allStreams]}. */
	void select(int[] all, int[] selected) {
		for (int step = 0; step < this.steps; step++) {
			System.arraycopy(all, step * this.allStreams + this.firstStream, selected, step * this.streams,
					this.streams);
		}
	}

}
