package io.charrnn.model.train;

import io.charrnn.model.DropoutMask;

/** Dropout of one layer's output for some of the streams. */
final class Dropout {

	private final DropoutMask masks;

	private final int layer;

	/** Values in one step of all streams, B x H. */
	private final long stepLength;

	/** Place of the first value of these streams in a step. */
	private final long first;

	/** {@code [T][streams x H]}. */
	private final float[][] mask;

	Dropout(DropoutMask masks, int layer, long stepLength, long first, int steps, int size) {
		this.masks = masks;
		this.layer = layer;
		this.stepLength = stepLength;
		this.first = first;
		this.mask = new float[steps][size];
	}

	/** Draws the mask of a step. */
	void draw(long iteration, int step) {
		this.masks.fill(iteration, this.layer, step * this.stepLength + this.first, this.mask[step]);
	}

	/**
	 * Multiplies values with the mask of a step.
	 * @param values {@code [streams x H]}
	 * @param masked receives the products; may be the same array
	 */
	void apply(int step, float[] values, float[] masked) {
		multiply(values, this.mask[step], masked);
	}

	private static void multiply(float[] values, float[] mask, float[] masked) {
		for (int i = 0; i < masked.length; i++) {
			masked[i] = values[i] * mask[i];
		}
	}

}
