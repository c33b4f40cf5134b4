package io.charrnn.model.step;

import java.util.Arrays;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Normalization;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.product.RowMatrix;
import org.jspecify.annotations.Nullable;

/**
 * A model's weights as steps need them. The columns of sigmoid gates are halved (see
 * {@link CellTile}).
 *
 * @param architecture what the network is
 * @param layers from the first
 * @param output {@code [H][V]}
 * @param outputBias {@code [V]}
 */
record StepWeights(Architecture architecture, Layer[] layers, RowMatrix output, float[] outputBias) {

	/** Copies the weights of a model. */
	static StepWeights of(LanguageModel model) {
		Architecture architecture = model.architecture();
		ParameterLayout layout = new ParameterLayout(architecture);
		Packing packing = new Packing(model.parameters(), architecture);
		Layer[] layers = new Layer[architecture.layers()];
		for (int layer = 0; layer < layers.length; layer++) {
			layers[layer] = packing.layer(layer);
		}
		RowMatrix output = RowMatrix
			.of(packing.rows(layout.outputWeights(), architecture.hiddenSize(), architecture.alphabetSize()));
		float[] outputBias = Arrays.copyOfRange(model.parameters(), layout.outputBias(), layout.length());
		return new StepWeights(architecture, layers, output, outputBias);
	}

	/** What the sums of a layer's gates begin with. */
	float[] base(int layer, int character) {
		return (layer == 0) ? this.layers[0].characters[character] : this.layers[layer].bias;
	}

	/**
	 * Adds the recurrent product of one row to its sums.
	 * @param h holds the layer's h of the row
	 * @param offset where it begins
	 */
	void addRecurrent(int layer, float[] h, int offset, Stepper.Scratch scratch) {
		addRecurrent(layer, h, offset, scratch, 0, this.layers[layer].bias.length);
	}

	/**
	 * Adds some columns of the recurrent product of one row to its sums.
	 * @param first the first column
	 * @param end the column after the last
	 */
	void addRecurrent(int layer, float[] h, int offset, Stepper.Scratch scratch, int first, int end) {
		beginRecurrent(layer, scratch, first, end);
		this.layers[layer].recurrent.add(h, offset, scratch.tile().recurrentSums(), scratch.sum(), first, end);
	}

	/** Sets a row's recurrent sums to what they begin with, where they are apart. */
	void beginRecurrent(int layer, Stepper.Scratch scratch) {
		beginRecurrent(layer, scratch, 0, this.layers[layer].bias.length);
	}

	private void beginRecurrent(int layer, Stepper.Scratch scratch, int first, int end) {
		if (this.architecture.cell().splitsLastGate()) {
			System.arraycopy(this.layers[layer].recurrentBias, first, scratch.tile().recurrent(), first, end - first);
		}
	}

	/**
	 * The weights of one layer.
	 *
	 * @param characters {@code [V][gates x H]}: of the first layer, whose input is one of
	 * these rows, with the bias added; of others none
	 * @param input {@code [H][gates x H]}; of the first layer null
	 * @param recurrent {@code [H][gates x H]}
	 * @param bias {@code [gates x H]}
	 * @param recurrentBias {@code [gates x H]}: added to the recurrent product where the
	 * last gate is split; zero but for that gate
	 * @param norm of the sums, whose bias is then added after it, or null
	 */
	record Layer(float[][] characters, @Nullable RowMatrix input, RowMatrix recurrent, float[] bias,
			float[] recurrentBias, @Nullable Norm norm) {
	}

	/**
	 * What follows when sums were divided by their root mean square.
	 *
	 * @param gain {@code [biases][H]}
	 * @param bias {@code [biases][H]}
	 */
	record Norm(float[][] gain, float[][] bias) {
	}

	/** What is done with a layer's sums before the activations, or null. */
	@Nullable Norm norm(int layer) {
		return this.layers[layer].norm;
	}

	/** Turns the flat vector into rows. */
	private record Packing(float[] parameters, Architecture architecture) {

		Layer layer(int layer) {
			ParameterLayout layout = new ParameterLayout(this.architecture);
			int hiddenSize = this.architecture.hiddenSize();
			int columns = this.architecture.cell().gates() * hiddenSize;
			float[][] input = rows(layout.inputWeights(layer), this.architecture.inputSize(layer), columns);
			float[][] recurrent = rows(layout.recurrentWeights(layer), hiddenSize, columns);
			if (this.architecture.normalization() == Normalization.RMS) {
				return layer(layer, input, recurrent, new float[columns], new float[columns], norm(layout, layer));
			}
			int offset = layout.bias(layer);
			float[] bias = Arrays.copyOfRange(this.parameters, offset, offset + columns);
			float[] recurrentBias = new float[columns];
			if (this.architecture.cell().splitsLastGate()) {
				System.arraycopy(this.parameters, offset + columns, recurrentBias, columns - hiddenSize, hiddenSize);
			}
			halveSigmoidGates(bias);
			for (float[] row : recurrent) {
				halveSigmoidGates(row);
			}
			for (float[] row : input) {
				halveSigmoidGates(row);
				if (layer == 0) {
					for (int column = 0; column < columns; column++) {
						row[column] += bias[column];
					}
				}
			}
			return layer(layer, input, recurrent, bias, recurrentBias, null);
		}

		private static Layer layer(int layer, float[][] input, float[][] recurrent, float[] bias, float[] recurrentBias,
				@Nullable Norm norm) {
			boolean first = layer == 0;
			return new Layer(first ? input : new float[0][], first ? null : RowMatrix.of(input),
					RowMatrix.of(recurrent), bias, recurrentBias, norm);
		}

		private Norm norm(ParameterLayout layout, int layer) {
			int count = this.architecture.cell().biases() * this.architecture.hiddenSize();
			float[] gain = Arrays.copyOfRange(this.parameters, layout.gain(layer), layout.gain(layer) + count);
			float[] bias = Arrays.copyOfRange(this.parameters, layout.bias(layer), layout.bias(layer) + count);
			halveSigmoidGates(gain);
			halveSigmoidGates(bias);
			return new Norm(blocks(gain), blocks(bias));
		}

		private float[][] blocks(float[] columns) {
			int hiddenSize = this.architecture.hiddenSize();
			float[][] blocks = new float[columns.length / hiddenSize][];
			Arrays.setAll(blocks, (block) -> Arrays.copyOfRange(columns, block * hiddenSize, (block + 1) * hiddenSize));
			return blocks;
		}

		/** A column-major matrix of the flat vector, row by row. */
		float[][] rows(int offset, int rows, int columns) {
			float[][] packed = new float[rows][columns];
			for (int row = 0; row < rows; row++) {
				for (int column = 0; column < columns; column++) {
					packed[row][column] = this.parameters[offset + column * rows + row];
				}
			}
			return packed;
		}

		private void halveSigmoidGates(float[] columns) {
			int hiddenSize = this.architecture.hiddenSize();
			Cell cell = this.architecture.cell();
			for (int column = 0; column < cell.gates() * hiddenSize; column++) {
				columns[column] *= cell.gate(column / hiddenSize).isSigmoid() ? 0.5f : 1;
			}
		}

	}

}
