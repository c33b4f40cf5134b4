package io.charrnn.model.train;

/**
 * Which part of a batch one thread computes.
 *
 * @param firstStream the first of its streams
 * @param streams how many
 * @param steps T
 * @param allStreams streams of all threads
 */
record ShardShape(int firstStream, int streams, int steps, int allStreams) {

	private static final int CHUNK_ROWS = 256;

	/** Characters, {@code [T][streams]}. */
	int characters() {
		return this.steps * this.streams;
	}

	/** Of the rows of a chunk, by which a divisor of T may miss the best number. */
	private static final double USEFUL = Math.log(2);

	/**
	 * Steps that are gone through before the products over them are computed: so few that
	 * what they share stays in the cache, and so many that products are fast. A part of T
	 * without a rest if there is a useful one; if not, the last chunk has fewer.
	 */
	int chunkSteps() {
		int divisor = bestDivisor();
		if (distance(divisor) <= USEFUL) {
			return divisor;
		}
		int best = Math.max(1, Math.min(this.steps, Math.round((float) CHUNK_ROWS / this.streams)));
		int chunks = (this.steps + best - 1) / best;
		return (this.steps + chunks - 1) / chunks;
	}

	private int bestDivisor() {
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
