package io.charrnn.model.train;

import java.util.Arrays;

import io.charrnn.model.Architecture;
import io.charrnn.model.product.Matrix;

/**
 * Characters as input of the first layer: the product of a one-hot vector with the
 * weights is a row of them, and its gradient adds to that row.
 */
final class CharacterInput implements LayerInput {

	/** {@code [T x B]}. */
	private final int[] characters;

	private final int streams;

	/** {@code [chunkSteps x B][gates x H]}. */
	private final Matrix z;

	/** The weights begin these values: {@code [V][gates x H]}. */
	private final float[] values;

	/** {@code [V][gates x H]}. */
	private final float[][] sums;

	/** {@code [V][gates x H]}. */
	private final Matrix gradient;

	/** {@code [1][gates x H]}. */
	private final Matrix biasRow;

	/** {@code [gates x H]}. */
	private final float[] bias;

	/** {@code [gates x H]}. */
	private final float[] row;

	CharacterInput(Architecture architecture, int[] characters, int streams, Matrix z, float[] values, Matrix bias,
			Matrix gradient) {
		this.characters = characters;
		this.streams = streams;
		int columns = gradient.columns();
		this.z = z.columns(0, columns);
		this.values = values;
		this.sums = new float[architecture.alphabetSize()][columns];
		this.gradient = gradient;
		this.biasRow = bias;
		this.bias = new float[columns];
		this.row = new float[columns];
	}

	@Override
	public void forwardStep(int step) {
		for (int index = step * this.streams; index < (step + 1) * this.streams; index++) {
			System.arraycopy(this.values, this.characters[index] * this.row.length, this.row, 0, this.row.length);
			add(this.bias, this.row);
			this.z.writeRow(index % this.z.rows(), this.row, 0);
		}
	}

	@Override
	public void beginForward() {
		this.biasRow.read(0, 1, this.bias);
	}

	@Override
	public void beginBackward() {
		for (float[] sum : this.sums) {
			Arrays.fill(sum, 0);
		}
	}

	@Override
	public void backwardStep(int step) {
		for (int index = step * this.streams; index < (step + 1) * this.streams; index++) {
			this.z.read(index % this.z.rows(), 1, this.row);
			add(this.row, this.sums[this.characters[index]]);
		}
	}

	private static void add(float[] addend, float[] sum) {
		for (int column = 0; column < sum.length; column++) {
			sum[column] += addend[column];
		}
	}

	@Override
	public void backward() {
		for (int character = 0; character < this.sums.length; character++) {
			this.gradient.writeRow(character, this.sums[character], 0);
		}
	}

}
