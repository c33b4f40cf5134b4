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
 */
final class NormedSums extends StepSums {

	private final int size;

	/** {@code [T][blocks][B x H]}: x. */
	private final float[][][] normed;

	/** {@code [T][blocks][B]}: r. */
	private final float[][][] reciprocals;

	/** {@code [blocks x H]}. */
	private final float[] gain;

	/** {@code [blocks x H]}. */
	private final float[] bias;

	/** {@code [blocks x H]}. */
	private final float[] gainGradient;

	/** {@code [blocks x H]}. */
	private final float[] biasGradient;

	/** {@code [H]}. */
	private final float[] scaled;

	private int step;

	NormedSums(Matrix sums, ShardShape shape, int hiddenSize) {
		super(sums, shape.streams(), hiddenSize);
		this.size = hiddenSize;
		int blocks = sums.columns() / hiddenSize;
		this.normed = new float[shape.steps()][blocks][shape.streams() * hiddenSize];
		this.reciprocals = new float[shape.steps()][blocks][shape.streams()];
		this.gain = new float[sums.columns()];
		this.bias = new float[sums.columns()];
		this.gainGradient = new float[sums.columns()];
		this.biasGradient = new float[sums.columns()];
		this.scaled = new float[hiddenSize];
	}

	/** Takes the parameters over. */
	void beginForward(Matrix newGain, Matrix newBias) {
		newGain.read(0, 1, this.gain);
		newBias.read(0, 1, this.bias);
	}

	void beginBackward() {
		Arrays.fill(this.gainGradient, 0);
		Arrays.fill(this.biasGradient, 0);
	}

	/** Writes the gradients of the parameters. */
	void backward(Matrix gainTo, Matrix biasTo) {
		gainTo.writeRow(0, this.gainGradient, 0);
		biasTo.writeRow(0, this.biasGradient, 0);
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
			float[] x = this.normed[this.step][block];
			for (int from = 0; from < x.length; from += this.size) {
				float reciprocal = RootMeanSquare.reciprocal(sums[block], from, this.size);
				this.reciprocals[this.step][block][from / this.size] = reciprocal;
				scale(sums[block], x, from, reciprocal, this.gain, this.bias, block * this.size, this.size);
			}
		}
		return sums;
	}

	private static void scale(float[] sums, float[] normed, int from, float reciprocal, float[] gain, float[] bias,
			int column, int count) {
		for (int i = 0; i < count; i++) {
			float x = sums[from + i] * reciprocal;
			normed[from + i] = x;
			sums[from + i] = gain[column + i] * x + bias[column + i];
		}
	}

	@Override
	void writeGradient(int block, float[] gradient) {
		float[] x = this.normed[this.step][block];
		for (int from = 0; from < x.length; from += this.size) {
			collect(gradient, x, from, this.gain, this.scaled, this.gainGradient, this.biasGradient, block * this.size);
			float mean = RootMeanSquare.dot(this.scaled, 0, x, from, this.size) / this.size;
			goBack(this.scaled, x, from, mean, this.reciprocals[this.step][block][from / this.size], gradient);
		}
		super.writeGradient(block, gradient);
	}

	private static void collect(float[] gradient, float[] normed, int from, float[] gain, float[] scaled,
			float[] gainGradient, float[] biasGradient, int column) {
		for (int i = 0; i < scaled.length; i++) {
			scaled[i] = gain[column + i] * gradient[from + i];
			gainGradient[column + i] += gradient[from + i] * normed[from + i];
			biasGradient[column + i] += gradient[from + i];
		}
	}

	private static void goBack(float[] scaled, float[] normed, int from, float mean, float reciprocal,
			float[] gradient) {
		for (int i = 0; i < scaled.length; i++) {
			gradient[from + i] = reciprocal * (scaled[i] - normed[from + i] * mean);
		}
	}

}
