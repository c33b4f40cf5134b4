package io.charrnn.model.train;

import java.util.Arrays;

import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.RootMeanSquare;

/**
 * Sums that are divided by their root mean square block by block, scaled and shifted when
 * they are read, and whose gradient goes the same way back when it is written: with x = a
 * r and u = gain dy,
 *
 * <pre>
 * r = 1 / sqrt(mean(a^2) + epsilon)    y = gain x + bias
 * dgain += dy x    dbias += dy    da = r (u - x mean(u x))
 * </pre>
 *
 * Each row is an array of its own: the compiler makes vector instructions only of loops
 * in which all arrays have the same index.
 */
final class NormedSums extends StepSums {

	private final int size;

	/** {@code [T][blocks][B][H]}: x. */
	private final float[][][][] normed;

	/** {@code [T][blocks][B]}: r. */
	private final float[][][] reciprocals;

	/** {@code [blocks][H]}. */
	private final float[][] gain;

	/** {@code [blocks][H]}. */
	private final float[][] bias;

	/** {@code [blocks][H]}. */
	private final float[][] gainGradient;

	/** {@code [blocks][H]}. */
	private final float[][] biasGradient;

	/** {@code [H]}: sums of a row, or their gradient. */
	private final float[] row;

	/** {@code [H]}. */
	private final float[] scaled;

	private int step;

	NormedSums(Matrix sums, ShardShape shape, int hiddenSize) {
		super(sums, shape.streams(), hiddenSize);
		this.size = hiddenSize;
		int blocks = sums.columns() / hiddenSize;
		this.normed = new float[shape.steps()][blocks][shape.streams()][hiddenSize];
		this.reciprocals = new float[shape.steps()][blocks][shape.streams()];
		this.gain = new float[blocks][hiddenSize];
		this.bias = new float[blocks][hiddenSize];
		this.gainGradient = new float[blocks][hiddenSize];
		this.biasGradient = new float[blocks][hiddenSize];
		this.row = new float[hiddenSize];
		this.scaled = new float[hiddenSize];
	}

	/** Takes the parameters over. */
	void beginForward(Matrix newGain, Matrix newBias) {
		for (int block = 0; block < this.gain.length; block++) {
			newGain.columns(block * this.size, this.size).read(0, 1, this.gain[block]);
			newBias.columns(block * this.size, this.size).read(0, 1, this.bias[block]);
		}
	}

	void beginBackward() {
		for (int block = 0; block < this.gain.length; block++) {
			Arrays.fill(this.gainGradient[block], 0);
			Arrays.fill(this.biasGradient[block], 0);
		}
	}

	/** Writes the gradients of the parameters. */
	void backward(Matrix gainTo, Matrix biasTo) {
		for (int block = 0; block < this.gain.length; block++) {
			gainTo.columns(block * this.size, this.size).writeRow(0, this.gainGradient[block], 0);
			biasTo.columns(block * this.size, this.size).writeRow(0, this.biasGradient[block], 0);
		}
	}

	@Override
	void moveTo(int newStep, int firstRow) {
		super.moveTo(newStep, firstRow);
		this.step = newStep;
	}

	@Override
	float[][] read() {
		float[][] sums = super.read();
		for (int block = 0; block < sums.length; block++) {
			normalize(sums[block], block);
		}
		return sums;
	}

	private void normalize(float[] sums, int block) {
		float[][] x = this.normed[this.step][block];
		for (int stream = 0; stream < x.length; stream++) {
			int from = stream * this.size;
			float reciprocal = RootMeanSquare.reciprocal(sums, from, this.size);
			this.reciprocals[this.step][block][stream] = reciprocal;
			System.arraycopy(sums, from, this.row, 0, this.size);
			scale(this.row, x[stream], reciprocal, this.gain[block], this.bias[block]);
			System.arraycopy(this.row, 0, sums, from, this.size);
		}
	}

	private static void scale(float[] sums, float[] normed, float reciprocal, float[] gain, float[] bias) {
		for (int i = 0; i < sums.length; i++) {
			float x = sums[i] * reciprocal;
			normed[i] = x;
			sums[i] = gain[i] * x + bias[i];
		}
	}

	@Override
	void writeGradient(int block, float[] gradient) {
		float[][] x = this.normed[this.step][block];
		for (int stream = 0; stream < x.length; stream++) {
			int from = stream * this.size;
			System.arraycopy(gradient, from, this.row, 0, this.size);
			addProducts(this.row, x[stream], this.gainGradient[block]);
			add(this.row, this.biasGradient[block]);
			multiply(this.gain[block], this.row, this.scaled);
			float mean = RootMeanSquare.dot(this.scaled, 0, x[stream], 0, this.size) / this.size;
			goBack(this.scaled, x[stream], mean, this.reciprocals[this.step][block][stream], this.row);
			System.arraycopy(this.row, 0, gradient, from, this.size);
		}
		super.writeGradient(block, gradient);
	}

	private static void addProducts(float[] a, float[] b, float[] sums) {
		for (int i = 0; i < sums.length; i++) {
			sums[i] += a[i] * b[i];
		}
	}

	private static void add(float[] values, float[] sums) {
		for (int i = 0; i < sums.length; i++) {
			sums[i] += values[i];
		}
	}

	private static void multiply(float[] a, float[] b, float[] products) {
		for (int i = 0; i < products.length; i++) {
			products[i] = a[i] * b[i];
		}
	}

	private static void goBack(float[] scaled, float[] normed, float mean, float reciprocal, float[] gradient) {
		for (int i = 0; i < gradient.length; i++) {
			gradient[i] = reciprocal * (scaled[i] - normed[i] * mean);
		}
	}

}
