package io.charrnn.model.kernel;

import io.charrnn.model.Cell;

/**
 * The elementwise part of a recurrent layer for some streams, forward and backward
 * through time. Keeps what the backward pass needs.
 * <p>
 * Each block of columns is an array {@code [B][H]} of its own and all loops run over one
 * index: only then does the compiler turn them into vector instructions.
 */
abstract class Gates {

	/** {@code [T][blocks][B x H]}: the activations of each step. */
	private final float[][][] activations;

	/**
	 * Allocates what is kept.
	 * @param steps T
	 * @param blocks of columns
	 * @param size B x H
	 */
	Gates(int steps, int blocks, int size) {
		this.activations = new float[steps][blocks][size];
	}

	static Gates of(Cell cell, int steps, int size) {
		return switch (cell) {
			case RNN -> new RnnGates(steps, size);
			case LSTM -> new LstmGates(steps, size);
			case GRU -> new GruGates(steps, size);
		};
	}

	/** {@code [blocks][B x H]}: of a step. */
	final float[][] activations(int step) {
		return this.activations[step];
	}

	/**
	 * Computes h of a step.
	 * @param step from 0; the states of step - 1 must be there
	 * @param z {@code [blocks][B x H]}: the sums of the step's products
	 * @param bias {@code [blocks][B x H]}
	 * @return {@code [B x H]}, h; not to be changed
	 */
	abstract float[] forward(int step, float[][] z, float[][] bias);

	/** To be called before the backward pass of the last step. */
	abstract void beginBackward();

	/**
	 * Computes the gradient with respect to the sums before the activations. Steps must
	 * be gone through from the last to the first.
	 * @param step from 0
	 * @param dh {@code [B x H]}: gradient with respect to h of this step, but for what
	 * these gates themselves carry from the step after; may be overwritten
	 * @param dz {@code [blocks][B x H]}: receives the gradient
	 */
	abstract void backward(int step, float[] dh, float[][] dz);

	/**
	 * {@code [stateVectors][B x H]}: the states before the first step: h, then c for an
	 * LSTM. To be set before the forward pass.
	 */
	abstract float[][] before();

	/** {@code [stateVectors][B x H]}: the states after the last step. */
	abstract float[][] after();

}
