package io.charrnn.model.train;

import java.util.Arrays;

import io.charrnn.model.Batch;

/**
 * In which streams of a shard a document begins at each step of a batch: what came before
 * is neither seen nor learned from there.
 */
final class Beginnings {

	private static final int[] NONE = {};

	private final ShardShape shape;

	/** {@code [T]}: streams of the shard, in ascending order. */
	private final int[][] streams;

	Beginnings(ShardShape shape) {
		this.shape = shape;
		this.streams = new int[shape.steps()][];
		Arrays.fill(this.streams, NONE);
	}

	/** Takes those of a batch. */
	void select(Batch batch) {
		int[] found = new int[this.shape.streams()];
		for (int step = 0; step < this.streams.length; step++) {
			int count = 0;
			for (int stream = 0; stream < found.length; stream++) {
				if (batch.begins(step, this.shape.firstStream() + stream)) {
					found[count++] = stream;
				}
			}
			this.streams[step] = (count > 0) ? Arrays.copyOf(found, count) : NONE;
		}
	}

	/** The streams in which a document begins at a step. */
	int[] at(int step) {
		return this.streams[step];
	}

	/**
	 * Zeroes what belongs to those streams.
	 * @param values {@code [B x H]}
	 */
	void clear(int step, float[] values) {
		int size = values.length / this.shape.streams();
		for (int stream : this.streams[step]) {
			Arrays.fill(values, stream * size, (stream + 1) * size, 0);
		}
	}

}
