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

	/** Characters, {@code [T][streams]}. */
	int characters() {
		return this.steps * this.streams;
	}

	/** Takes these streams out of {@code [T][allStreams]}. */
	void select(int[] all, int[] selected) {
		for (int step = 0; step < this.steps; step++) {
			System.arraycopy(all, step * this.allStreams + this.firstStream, selected, step * this.streams,
					this.streams);
		}
	}

}
