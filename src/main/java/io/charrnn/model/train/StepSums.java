package io.charrnn.model.train;

import io.charrnn.model.product.Matrix;

/**
 * A layer's sums before the activations, or their gradient, block by block, of one step
 * at a time.
 */
class StepSums {

	/** {@code [rows][H]} each: the columns of a block. */
	private final Matrix[] blocks;

	private final int streams;

	/** {@code [blocks][B x H]}. */
	private final float[][] read;

	private int row;

	/**
	 * Splits sums into blocks.
	 * @param sums {@code [rows][blocks x H]}
	 * @param streams B, the rows of a step
	 * @param hiddenSize H
	 */
	StepSums(Matrix sums, int streams, int hiddenSize) {
		this.blocks = new Matrix[sums.columns() / hiddenSize];
		for (int block = 0; block < this.blocks.length; block++) {
			this.blocks[block] = sums.columns(block * hiddenSize, hiddenSize);
		}
		this.streams = streams;
		this.read = new float[this.blocks.length][streams * hiddenSize];
	}

	/** Goes to a step, which begins with a row. */
	void moveTo(int step, int firstRow) {
		this.row = firstRow;
	}

	/**
	 * A copy of the step's sums. All of them at once, as copies between loops of
	 * arithmetic make those slower.
	 * @return {@code [blocks][B x H]}, until the next call
	 */
	float[][] read() {
		for (int block = 0; block < this.blocks.length; block++) {
			this.blocks[block].read(this.row, this.streams, this.read[block]);
		}
		return this.read;
	}

	/**
	 * Lets a block begin with values.
	 * @param source {@code [B x H]}
	 */
	void write(int block, float[] source) {
		this.blocks[block].write(this.row, this.streams, source);
	}

	/**
	 * Replaces a block by its gradient.
	 * @param gradient {@code [B x H]}: may be overwritten
	 */
	void writeGradient(int block, float[] gradient) {
		write(block, gradient);
	}

}
