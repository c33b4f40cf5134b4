package io.charrnn.model;

/**
 * The recurrent cell of a network: how the next hidden state h_t follows from h_{t-1} and
 * the input x_t.
 */
public enum Cell {

	/** Elman's simple recurrence: h_t = tanh(W x_t + R h_{t-1} + b). */
	RNN(1, 1, 1),

	/**
	 * Long short-term memory (Hochreiter and Schmidhuber 1997) with a forget gate (Gers
	 * et al. 2000) and without peepholes: carries a cell c beside h.
	 */
	LSTM(4, 4, 2),

	/**
	 * Gated recurrent unit (Cho et al. 2014) with the reset gate applied after the
	 * recurrent product, which has a bias of its own: n = tanh(W x + b + r (R h + b')).
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
