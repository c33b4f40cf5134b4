package io.charrnn.model.train;

import io.charrnn.model.Cell;

/**
 * The elementwise part of a recurrent layer for some streams, forward and backward
 * through time. Keeps what the backward pass needs.
 * <p>
 * Each block of columns is an array {@code [B][H]} of its own and all loops run over one
 * index: only then does the compiler turn them into vector instructions.
 */
abstract class Gates {

	/** Floats from one cache line to the next. */
	private static final int LINE = 16;

	/** {@code [T][blocks][B x H]}: the activations of each step. */
	private final float[][][] activations;

	/** {@code [blocks][B x H]}: a step's gradient. */
	private final float[][] gradient;

	/** Only keeps the compiler from leaving reads out. */
	private float fetched;

	/**
	 * Allocates what is kept.
	 * @param steps T
	 * @param blocks of columns
	 * @param size B x H
	 */
	Gates(int steps, int blocks, int size) {
		this.activations = new float[steps][blocks][size];
		this.gradient = new float[blocks][size];
	}

	/**
	 * The gates of a cell: those made for it, else by its equations.
	 * @param steps T
	 * @param size B x H
	 * @param beginnings where the state before a step is zero
	 */
	static Gates of(Cell cell, int steps, int size, Beginnings beginnings) {
		return switch (cell) {
			case RNN -> new RnnGates(steps, size);
			case LSTM -> new LstmGates(steps, size, beginnings);
			case GRU -> new GruGates(steps, size, beginnings);
			default -> new DescribedGates(cell, steps, size, beginnings);
		};
	}

	/** Floats that are kept of each unit and step. */
	static int kept(Cell cell) {
		return switch (cell) {
			case RNN -> 1;
			case LSTM, GRU -> 5;
			default -> cell.biases() + 2 * cell.stateVectors();
		};
	}

	/** {@code [blocks][B x H]}: of a step. */
	final float[][] activations(int step) {
		return this.activations[step];
	}

	/**
	 * Computes h of a step.
	 * @param step from 0; the states of step - 1 must be there
	 * @param z the sums of the step's products and biases
	 * @return {@code [B x H]}, h; not to be changed
	 */
	abstract float[] forward(int step, StepSums z);

	/**
	 * Brings what a step has kept into the cache, by reading one float of each cache
	 * line. Those reads wait for memory together, which reads in the midst of arithmetic
	 * on many arrays do not.
	 * @param state {@code [B x H]}: what is kept beside the activations
	 */
	final void fetch(int step, float[] state) {
		float sum = fetch(state);
		for (float[] activation : this.activations[step]) {
			sum += fetch(activation);
		}
		this.fetched = sum;
	}

	/** Several sums, as each addition waits for the one before. */
	private static float fetch(float[] values) {
		float a = 0;
		float b = 0;
		float c = 0;
		float d = 0;
		for (int i = 0; i < values.length - 3 * LINE; i += 4 * LINE) {
			a += values[i];
			b += values[i + LINE];
			c += values[i + 2 * LINE];
			d += values[i + 3 * LINE];
		}
		return a + b + c + d;
	}

	/** {@code [blocks][B x H]}: where the gradient of a step is put together. */
	final float[][] gradient() {
		return this.gradient;
	}

	/** Writes what has been put together. */
	final void writeGradient(StepSums dz) {
		for (int block = 0; block < this.gradient.length; block++) {
			dz.writeGradient(block, this.gradient[block]);
		}
	}

	/** To be called before the backward pass of the last step. */
	abstract void beginBackward();

	/**
	 * Computes the gradient with respect to the sums before the activations. Steps must
	 * be gone through from the last to the first.
	 * @param step from 0
	 * @param dh {@code [B x H]}: gradient with respect to h of this step, but for what
	 * these gates themselves carry from the step after; may be overwritten
	 * @param dz receives the gradient
	 */
	abstract void backward(int step, float[] dh, StepSums dz);

	/**
	 * {@code [stateVectors][B x H]}: the states before the first step: h, then c for an
	 * LSTM. To be set before the forward pass.
	 */
	abstract float[][] before();

	/** {@code [stateVectors][B x H]}: the states after the last step. */
	abstract float[][] after();

}
