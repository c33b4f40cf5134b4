package io.charrnn.model.kernel;

import java.util.Arrays;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.ParameterLayout;

/**
 * Runs a language model over texts, character by character. Immutable: any number of
 * threads may step at once, each with a hidden state and a scratch of its own, and each
 * step gives the same bits whatever else runs, on every machine: the arithmetic is plain
 * Java's.
 *
 * <p>
 * Matrices are held row by row, each row an array of its own: in that form the compiler
 * turns {@code y += x W} into vector instructions. The columns of sigmoid gates are
 * halved, because sigmoid(z) = (1 + tanh(z / 2)) / 2: so one loop over tanh serves all
 * gates.
 */
public final class Stepper {

	private final Architecture architecture;

	private final Layer[] layers;

	/** {@code [H][V]}. */
	private final float[][] outputWeights;

	/** {@code [V]}. */
	private final float[] outputBias;

	/**
	 * Packs the weights of a model.
	 * @param model its parameters are copied
	 */
	public Stepper(LanguageModel model) {
		this.architecture = model.architecture();
		ParameterLayout layout = new ParameterLayout(this.architecture);
		Packing packing = new Packing(model.parameters(), this.architecture);
		this.layers = new Layer[this.architecture.layers()];
		for (int layer = 0; layer < this.layers.length; layer++) {
			this.layers[layer] = packing.layer(layer);
		}
		int alphabetSize = this.architecture.alphabetSize();
		this.outputWeights = packing.rows(layout.outputWeights(), this.architecture.hiddenSize(), alphabetSize);
		this.outputBias = Arrays.copyOfRange(model.parameters(), layout.outputBias(), layout.length());
	}

	/** What the network is. */
	public Architecture architecture() {
		return this.architecture;
	}

	/** Memory for the work of one thread. */
	public Scratch scratch() {
		return new Scratch(this.architecture);
	}

	/**
	 * Reads one character.
	 * @param state of the text before the character; becomes that after it
	 * @param character its index in the alphabet
	 * @param scratch the calling thread's
	 */
	public void step(HiddenState state, int character, Scratch scratch) {
		int stateVectors = this.architecture.cell().stateVectors();
		for (int layer = 0; layer < this.layers.length; layer++) {
			Layer weights = this.layers[layer];
			float[] h = state.vectors()[layer * stateVectors];
			float[] gates = scratch.gates;
			if (layer == 0) {
				System.arraycopy(weights.input[character], 0, gates, 0, gates.length);
			}
			else {
				System.arraycopy(weights.bias, 0, gates, 0, gates.length);
				Product.add(state.vectors()[(layer - 1) * stateVectors], weights.input, gates);
			}
			switch (this.architecture.cell()) {
				case RNN -> rnn(weights, h, gates);
				case LSTM -> lstm(weights, h, state.vectors()[layer * stateVectors + 1], scratch);
				case GRU -> gru(weights, h, scratch);
			}
		}
	}

	/**
	 * What the model says about the next character.
	 * @param state of the text so far
	 * @param logits {@code [V]}: overwritten with the unnormalised log-probabilities
	 */
	public void logits(HiddenState state, float[] logits) {
		int top = (this.layers.length - 1) * this.architecture.cell().stateVectors();
		System.arraycopy(this.outputBias, 0, logits, 0, this.outputBias.length);
		Product.add(state.vectors()[top], this.outputWeights, logits);
	}

	private static void rnn(Layer weights, float[] h, float[] gates) {
		Product.add(h, weights.recurrent, gates);
		Tanh.apply(gates, gates.length);
		System.arraycopy(gates, 0, h, 0, h.length);
	}

	/** Columns as DL4J has them: block input, forget gate, output gate, input gate. */
	private static void lstm(Layer weights, float[] h, float[] c, Scratch scratch) {
		Product.add(h, weights.recurrent, scratch.gates);
		Tanh.apply(scratch.gates, scratch.gates.length);
		scratch.split();
		float[] input = scratch.blocks[0];
		float[] forgetGate = scratch.blocks[1];
		float[] outputGate = scratch.blocks[2];
		float[] inputGate = scratch.blocks[3];
		for (int unit = 0; unit < c.length; unit++) {
			c[unit] = (0.5f + 0.5f * forgetGate[unit]) * c[unit] + (0.5f + 0.5f * inputGate[unit]) * input[unit];
		}
		System.arraycopy(c, 0, h, 0, c.length);
		Tanh.apply(h, h.length);
		for (int unit = 0; unit < h.length; unit++) {
			h[unit] *= 0.5f + 0.5f * outputGate[unit];
		}
	}

	/** Columns: reset gate, update gate, candidate. */
	private static void gru(Layer weights, float[] h, Scratch scratch) {
		float[] gates = scratch.gates;
		float[] recurrent = scratch.recurrent;
		System.arraycopy(weights.recurrentBias, 0, recurrent, 0, recurrent.length);
		Product.add(h, weights.recurrent, recurrent);
		for (int column = 0; column < 2 * h.length; column++) {
			gates[column] += recurrent[column];
		}
		Tanh.apply(gates, 2 * h.length);
		scratch.split();
		float[] reset = scratch.blocks[0];
		float[] update = scratch.blocks[1];
		float[] candidate = scratch.blocks[2];
		float[] recurrentCandidate = scratch.blocks[3];
		System.arraycopy(recurrent, 2 * h.length, recurrentCandidate, 0, h.length);
		for (int unit = 0; unit < h.length; unit++) {
			candidate[unit] += (0.5f + 0.5f * reset[unit]) * recurrentCandidate[unit];
		}
		Tanh.apply(candidate, h.length);
		for (int unit = 0; unit < h.length; unit++) {
			h[unit] = candidate[unit] + (0.5f + 0.5f * update[unit]) * (h[unit] - candidate[unit]);
		}
	}

	/** Memory for the work of one thread; its contents mean nothing between steps. */
	public static final class Scratch {

		/** {@code [gates x H]}. */
		private final float[] gates;

		/** {@code [gates x H]}: for a GRU the recurrent part of the gates. */
		private final float[] recurrent;

		/** {@code [4][H]}: the gates apart, as loops over one index need them. */
		private final float[][] blocks;

		private Scratch(Architecture architecture) {
			int columns = architecture.cell().gates() * architecture.hiddenSize();
			this.gates = new float[columns];
			this.recurrent = new float[(architecture.cell() == Cell.GRU) ? columns : 0];
			this.blocks = new float[4][architecture.hiddenSize()];
		}

		private void split() {
			int hiddenSize = this.blocks[0].length;
			for (int block = 0; block * hiddenSize < this.gates.length; block++) {
				System.arraycopy(this.gates, block * hiddenSize, this.blocks[block], 0, hiddenSize);
			}
		}

	}

	/**
	 * The weights of one layer.
	 *
	 * @param input {@code [inputSize][gates x H]}; of the first layer with the bias
	 * added, as its input is one of these rows
	 * @param recurrent {@code [H][gates x H]}
	 * @param bias {@code [gates x H]}
	 * @param recurrentBias {@code [gates x H]}: of a GRU, added to the recurrent product;
	 * zero but for the candidate
	 */
	private record Layer(float[][] input, float[][] recurrent, float[] bias, float[] recurrentBias) {
	}

	/** Turns the flat vector into rows. */
	private record Packing(float[] parameters, Architecture architecture) {

		Layer layer(int layer) {
			ParameterLayout layout = new ParameterLayout(this.architecture);
			int hiddenSize = this.architecture.hiddenSize();
			int columns = this.architecture.cell().gates() * hiddenSize;
			float[][] input = rows(layout.inputWeights(layer), this.architecture.inputSize(layer), columns);
			float[][] recurrent = rows(layout.recurrentWeights(layer), hiddenSize, columns);
			int offset = layout.bias(layer);
			float[] bias = Arrays.copyOfRange(this.parameters, offset, offset + columns);
			float[] recurrentBias = new float[columns];
			if (this.architecture.cell() == Cell.GRU) {
				System.arraycopy(this.parameters, offset + columns, recurrentBias, 2 * hiddenSize, hiddenSize);
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
			return new Layer(input, recurrent, bias, recurrentBias);
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
			int from = (this.architecture.cell() == Cell.LSTM) ? hiddenSize : 0;
			int to = switch (this.architecture.cell()) {
				case RNN -> 0;
				case LSTM -> 4 * hiddenSize;
				case GRU -> 2 * hiddenSize;
			};
			for (int column = from; column < to; column++) {
				columns[column] *= 0.5f;
			}
		}

	}

}
