package io.charrnn.model;

import java.util.Arrays;

/**
 * The network's forward pass written from the equations in double precision, without any
 * library: what engines are compared with.
 */
public final class PlainNetwork {

	private final Architecture architecture;

	private final ParameterLayout layout;

	private final double[] parameters;

	private final DropoutMask masks;

	private final double[][] hidden;

	private final int streams;

	private int addedLayer;

	private int addedUnit;

	private double added;

	/**
	 * A network whose hidden state is zero.
	 * @param architecture what it is
	 * @param parameters in the order of {@link ParameterLayout}
	 * @param streams B
	 * @param masks dropout of {@link #loss}
	 */
	public PlainNetwork(Architecture architecture, double[] parameters, int streams, DropoutMask masks) {
		this.architecture = architecture;
		this.layout = new ParameterLayout(architecture);
		this.parameters = parameters;
		this.masks = masks;
		this.streams = streams;
		this.hidden = new double[architecture.layers() * architecture.cell().stateVectors()][streams
				* architecture.hiddenSize()];
	}

	/** {@code [layers x stateVectors][B x H]}, as in {@link TrainingState}. */
	public double[][] hidden() {
		return this.hidden;
	}

	/** Mean cross-entropy of a batch; carries the hidden state on. */
	public double loss(Batch batch, long iteration) {
		int hiddenSize = this.architecture.hiddenSize();
		float[][] mask = new float[this.architecture.layers()][batch.steps() * this.streams * hiddenSize];
		for (int layer = 0; layer < mask.length; layer++) {
			this.masks.fill(iteration, layer, 0, mask[layer]);
		}
		double sum = 0;
		for (int step = 0; step < batch.steps(); step++) {
			for (int stream = 0; stream < this.streams; stream++) {
				int index = step * this.streams + stream;
				double[] logits = logits(stream, batch.inputs()[index], mask, index * hiddenSize);
				sum += logSumExp(logits) - logits[batch.targets()[index]];
			}
		}
		return sum / (batch.steps() * this.streams);
	}

	/** Feeds one character to the only stream: the probabilities of the next. */
	public double[] predict(int character) {
		float[][] nothingDropped = new float[this.architecture.layers()][this.architecture.hiddenSize()];
		for (float[] mask : nothingDropped) {
			Arrays.fill(mask, 1);
		}
		double[] logits = logits(0, character, nothingDropped, 0);
		double normaliser = logSumExp(logits);
		return Arrays.stream(logits).map((logit) -> Math.exp(logit - normaliser)).toArray();
	}

	/** Adds something to one value of h of a layer at every step to come. */
	public void addToNext(int layer, int unit, double value) {
		this.addedLayer = layer;
		this.addedUnit = unit;
		this.added = value;
	}

	private double[] logits(int stream, int character, float[][] mask, int maskOffset) {
		int hiddenSize = this.architecture.hiddenSize();
		double[] x = new double[this.architecture.alphabetSize()];
		x[character] = 1;
		for (int layer = 0; layer < this.architecture.layers(); layer++) {
			x = step(layer, stream, x);
			for (int i = 0; i < hiddenSize; i++) {
				x[i] *= mask[layer][maskOffset + i];
			}
		}
		return product(this.layout.outputWeights(), x, this.layout.outputBias(), this.architecture.alphabetSize());
	}

	private double[] step(int layer, int stream, double[] x) {
		int hiddenSize = this.architecture.hiddenSize();
		Cell cell = this.architecture.cell();
		int columns = cell.gates() * hiddenSize;
		double[][] state = new double[cell.stateVectors()][hiddenSize];
		for (int vector = 0; vector < state.length; vector++) {
			System.arraycopy(this.hidden[layer * state.length + vector], stream * hiddenSize, state[vector], 0,
					hiddenSize);
		}
		double[] in = product(this.layout.inputWeights(layer), x, this.layout.bias(layer), columns);
		double[] recurrent = product(this.layout.recurrentWeights(layer), state[0], -1, columns);
		double[] h = state[0];
		for (int i = 0; i < hiddenSize; i++) {
			switch (cell) {
				case RNN -> h[i] = Math.tanh(in[i] + recurrent[i]);
				case LSTM -> {
					double candidate = Math.tanh(in[i] + recurrent[i]);
					double forget = sigmoid(in[hiddenSize + i] + recurrent[hiddenSize + i]);
					double output = sigmoid(in[2 * hiddenSize + i] + recurrent[2 * hiddenSize + i]);
					double input = sigmoid(in[3 * hiddenSize + i] + recurrent[3 * hiddenSize + i]);
					state[1][i] = forget * state[1][i] + input * candidate;
					h[i] = output * Math.tanh(state[1][i]);
				}
				case GRU -> {
					double reset = sigmoid(in[i] + recurrent[i]);
					double update = sigmoid(in[hiddenSize + i] + recurrent[hiddenSize + i]);
					double bias = this.parameters[this.layout.bias(layer) + columns + i];
					double candidate = Math
						.tanh(in[2 * hiddenSize + i] + reset * (recurrent[2 * hiddenSize + i] + bias));
					h[i] = (1 - update) * candidate + update * h[i];
				}
			}
		}
		if (layer == this.addedLayer) {
			h[this.addedUnit] += this.added;
		}
		for (int vector = 0; vector < state.length; vector++) {
			System.arraycopy(state[vector], 0, this.hidden[layer * state.length + vector], stream * hiddenSize,
					hiddenSize);
		}
		return h.clone();
	}

	private double[] product(int weights, double[] x, int bias, int columns) {
		double[] result = new double[columns];
		for (int column = 0; column < columns; column++) {
			double sum = (bias < 0) ? 0 : this.parameters[bias + column];
			for (int row = 0; row < x.length; row++) {
				sum += x[row] * this.parameters[weights + column * x.length + row];
			}
			result[column] = sum;
		}
		return result;
	}

	private static double logSumExp(double[] values) {
		double most = Double.NEGATIVE_INFINITY;
		for (double value : values) {
			most = Math.max(most, value);
		}
		double sum = 0;
		for (double value : values) {
			sum += Math.exp(value - most);
		}
		return most + Math.log(sum);
	}

	private static double sigmoid(double value) {
		return 1 / (1 + Math.exp(-value));
	}

}
