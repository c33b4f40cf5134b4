package io.charrnn.model;

import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.annotation.EnumNaming;

/**
 * The recurrent cell of a network: how the next hidden state h_t follows from h_{t-1} and
 * the input x_t. Each cell's gates are named in the order of their blocks of H columns in
 * the weights {@code [..][gates x H]} and the bias {@code [biases x H]} (see
 * {@link ParameterLayout}); s is the logistic sigmoid, * multiplies element by element.
 * Their names are abbreviations, also in JSON in capitals.
 */
@EnumNaming(EnumNamingStrategies.UpperSnakeCaseStrategy.class)
public enum Cell {

	/** Elman's simple recurrence (1990): h_t = tanh(W x_t + R h_{t-1} + b). */
	RNN(1, 1, 1),

	/**
	 * Long short-term memory (Hochreiter and Schmidhuber 1997) with a forget gate (Gers
	 * et al. 2000) and without peepholes; carries a cell c beside h. Blocks in DL4J's
	 * order: candidate a, forget gate f, output gate o, input gate i.
	 *
	 * <pre>
	 * a = tanh(W_a x_t + R_a h_{t-1} + b_a)
	 * f = s(W_f x_t + R_f h_{t-1} + b_f)
	 * o = s(W_o x_t + R_o h_{t-1} + b_o)
	 * i = s(W_i x_t + R_i h_{t-1} + b_i)
	 * c_t = f * c_{t-1} + i * a
	 * h_t = o * tanh(c_t)
	 * </pre>
	 */
	LSTM(4, 4, 2),

	/**
	 * Gated recurrent unit (Cho et al. 2014) with the reset gate applied after the
	 * recurrent product, as in cuDNN. Blocks: reset gate r, update gate z, candidate n;
	 * the bias has a fourth, b', which stands inside the reset.
	 *
	 * <pre>
	 * r = s(W_r x_t + R_r h_{t-1} + b_r)
	 * z = s(W_z x_t + R_z h_{t-1} + b_z)
	 * n = tanh(W_n x_t + b_n + r * (R_n h_{t-1} + b'))
	 * h_t = (1 - z) * n + z * h_{t-1}
	 * </pre>
	 */
	GRU(3, 4, 1);

	private final int gates;

	private final int biases;

	private final int stateVectors;

	Cell(int gates, int biases, int stateVectors) {
		this.gates = gates;
		this.biases = biases;
		this.stateVectors = stateVectors;
	}

	/** Blocks of hiddenSize columns in the input and the recurrent weights. */
	public int gates() {
		return this.gates;
	}

	/** Blocks of hiddenSize values in the bias. */
	public int biases() {
		return this.biases;
	}

	/** Vectors of hiddenSize values that a layer carries from step to step. */
	public int stateVectors() {
		return this.stateVectors;
	}

}
