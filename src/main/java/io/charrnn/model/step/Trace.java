package io.charrnn.model.step;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Normalization;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.product.RootMeanSquare;

/**
 * Reads a text as {@link Stepper} does, equal to rounding, and keeps what happens inside:
 * the gates as {@link Cell} defines them. Used by one thread.
 */
public final class Trace {

	private final Architecture architecture;

	private final Layer[] layers;

	private final HiddenState state;

	/**
	 * Begins a text with the zero state.
	 * @param model what reads
	 */
	public Trace(LanguageModel model) {
		this.architecture = model.architecture();
		this.state = HiddenState.zero(this.architecture);
		this.layers = new Layer[this.architecture.layers()];
		for (int layer = 0; layer < this.layers.length; layer++) {
			this.layers[layer] = new Layer(model, layer);
		}
	}

	/** The gates of a cell in the order of their blocks. */
	public static List<String> gates(Cell cell) {
		return switch (cell) {
			case RNN -> List.of();
			case LSTM -> List.of("candidate", "forget", "output", "input");
			case GRU -> List.of("reset", "update", "candidate");
		};
	}

	/** Reads the next character, by its index in the alphabet. */
	public void read(int character) {
		for (int layer = 0; layer < this.layers.length; layer++) {
			this.layers[layer].step(character, (layer > 0) ? hidden(layer - 1) : new float[0], hidden(layer));
		}
	}

	/**
	 * The hidden state of a layer after what was read.
	 * @return {@code [H]}: valid until more is read; not to be changed
	 */
	public float[] hidden(int layer) {
		return this.state.vectors()[layer * this.architecture.cell().stateVectors()];
	}

	/**
	 * What led to the hidden state of a layer: an LSTM's cell c and all gates of the last
	 * step.
	 * @return {@code [H]} for each name
	 */
	public Map<String, float[]> inside(int layer) {
		Map<String, float[]> inside = new LinkedHashMap<>();
		if (this.architecture.cell() == Cell.LSTM) {
			inside.put("cell", cell(layer).clone());
		}
		List<String> names = gates(this.architecture.cell());
		int hiddenSize = this.architecture.hiddenSize();
		for (int gate = 0; gate < names.size(); gate++) {
			inside.put(names.get(gate),
					Arrays.copyOfRange(this.layers[layer].gates, gate * hiddenSize, (gate + 1) * hiddenSize));
		}
		return inside;
	}

	private float[] cell(int layer) {
		return this.state.vectors()[layer * this.architecture.cell().stateVectors() + 1];
	}

	private static float sigmoid(float value) {
		return (float) (1 / (1 + Math.exp(-value)));
	}

	private static float tanh(float value) {
		return (float) Math.tanh(value);
	}

	/** One layer. */
	private final class Layer {

		private final int number;

		/** {@code [inputSize][gates x H]}. */
		private final float[][] input;

		/** {@code [H][gates x H]}. */
		private final float[][] recurrent;

		/** {@code [biases x H]}. */
		private final float[] bias;

		/** {@code [biases x H]}: none where sums are not normalised. */
		private final float[] gain;

		/** {@code [gates x H]}: what the gates were in the last step. */
		private final float[] gates;

		/** {@code [gates x H]}: the recurrent product. */
		private final float[] product;

		Layer(LanguageModel model, int number) {
			Architecture network = model.architecture();
			ParameterLayout layout = new ParameterLayout(network);
			this.number = number;
			int columns = network.cell().gates() * network.hiddenSize();
			this.input = rows(model.parameters(), layout.inputWeights(number), network.inputSize(number), columns);
			this.recurrent = rows(model.parameters(), layout.recurrentWeights(number), network.hiddenSize(), columns);
			this.bias = Arrays.copyOfRange(model.parameters(), layout.bias(number),
					layout.bias(number) + network.cell().biases() * network.hiddenSize());
			this.gain = (network.normalization() == Normalization.NONE) ? new float[0]
					: Arrays.copyOfRange(model.parameters(), layout.gain(number),
							layout.gain(number) + network.cell().biases() * network.hiddenSize());
			this.gates = new float[columns];
			this.product = new float[columns];
		}

		/** A column-major matrix, row by row. */
		private static float[][] rows(float[] parameters, int offset, int rows, int columns) {
			float[][] packed = new float[rows][columns];
			for (int row = 0; row < rows; row++) {
				for (int column = 0; column < columns; column++) {
					packed[row][column] = parameters[offset + column * rows + row];
				}
			}
			return packed;
		}

		void step(int character, float[] below, float[] h) {
			if (this.gain.length == 0) {
				System.arraycopy(this.bias, 0, this.gates, 0, this.gates.length);
			}
			else {
				Arrays.fill(this.gates, 0);
			}
			if (this.number == 0) {
				add(1, this.input[character], this.gates);
			}
			else {
				multiply(below, this.input, this.gates);
			}
			Arrays.fill(this.product, 0);
			multiply(h, this.recurrent, this.product);
			boolean gru = Trace.this.architecture.cell() == Cell.GRU;
			if (this.gain.length > 0) {
				normalise(gru);
			}
			else if (gru) {
				addRecurrentBias();
			}
			switch (Trace.this.architecture.cell()) {
				case RNN -> rnn(h);
				case LSTM -> lstm(h, cell(this.number));
				case GRU -> gru(h);
			}
		}

		private static void multiply(float[] vector, float[][] rows, float[] sum) {
			for (int row = 0; row < vector.length; row++) {
				add(vector[row], rows[row], sum);
			}
		}

		private static void add(float factor, float[] row, float[] sum) {
			for (int column = 0; column < sum.length; column++) {
				sum[column] += factor * row[column];
			}
		}

		private void addRecurrentBias() {
			int size = Trace.this.architecture.hiddenSize();
			for (int unit = 0; unit < size; unit++) {
				this.product[2 * size + unit] += this.bias[3 * size + unit];
			}
		}

		/** Of a GRU, the two sums of the candidate by themselves. */
		private void normalise(boolean gru) {
			int size = Trace.this.architecture.hiddenSize();
			int summed = gru ? 2 * size : this.gates.length;
			for (int column = 0; column < summed; column++) {
				this.gates[column] += this.product[column];
				this.product[column] = 0;
			}
			for (int from = 0; from < this.gates.length; from += size) {
				normalise(this.gates, from, from);
			}
			if (gru) {
				normalise(this.product, 2 * size, 3 * size);
			}
		}

		private void normalise(float[] sums, int from, int place) {
			int size = Trace.this.architecture.hiddenSize();
			float reciprocal = RootMeanSquare.reciprocal(sums, from, size);
			for (int unit = 0; unit < size; unit++) {
				sums[from + unit] = this.gain[place + unit] * (sums[from + unit] * reciprocal)
						+ this.bias[place + unit];
			}
		}

		private void rnn(float[] h) {
			for (int unit = 0; unit < h.length; unit++) {
				h[unit] = tanh(this.gates[unit] + this.product[unit]);
			}
		}

		private void lstm(float[] h, float[] c) {
			int size = h.length;
			for (int column = 0; column < this.gates.length; column++) {
				float value = this.gates[column] + this.product[column];
				this.gates[column] = (column < size) ? tanh(value) : sigmoid(value);
			}
			for (int unit = 0; unit < size; unit++) {
				c[unit] = this.gates[size + unit] * c[unit] + this.gates[3 * size + unit] * this.gates[unit];
				h[unit] = this.gates[2 * size + unit] * tanh(c[unit]);
			}
		}

		private void gru(float[] h) {
			int size = h.length;
			for (int column = 0; column < 2 * size; column++) {
				this.gates[column] = sigmoid(this.gates[column] + this.product[column]);
			}
			for (int unit = 0; unit < size; unit++) {
				int candidate = 2 * size + unit;
				this.gates[candidate] = tanh(this.gates[candidate] + this.gates[unit] * this.product[candidate]);
				float update = this.gates[size + unit];
				h[unit] = (1 - update) * this.gates[candidate] + update * h[unit];
			}
		}

	}

}
