package io.charrnn.model.train;

import java.util.function.IntFunction;

/**
 * A product over each chunk of a shard.
 *
 * @param steps of a chunk
 * @param whole for chunks of so many steps
 * @param last for the last chunk, which may have fewer
 * @param lastStep the first step of that
 */
record Chunks<P>(int steps, P whole, P last, int lastStep) {

	/**
	 * Prepares products.
	 * @param prepare makes a product over so many characters
	 */
	static <P> Chunks<P> of(ShardShape shape, IntFunction<P> prepare) {
		int steps = shape.chunkSteps();
		int lastStep = (shape.steps() - 1) / steps * steps;
		int rest = shape.steps() - lastStep;
		P whole = prepare.apply(steps * shape.streams());
		return new Chunks<>(steps, whole, (rest == steps) ? whole : prepare.apply(rest * shape.streams()), lastStep);
	}

	/** Whether a chunk begins with a step. */
	boolean beginAt(int step) {
		return step % this.steps == 0;
	}

	/** Whether a step is in the last chunk. */
	boolean endAfter(int step) {
		return step >= this.lastStep;
	}

	/** The product over the chunk of a step. */
	P at(int step) {
		return endAfter(step) ? this.last : this.whole;
	}

}
