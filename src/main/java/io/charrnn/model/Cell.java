package io.charrnn.model;

import java.util.List;

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
	RNN(new RnnEquations(), 1, false, Gate.tanh("hidden")),

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
	LSTM(new LstmEquations(), 2, false, Gate.tanh("candidate"), Gate.sigmoid("forget").beginningAt(1),
			Gate.sigmoid("output"), Gate.sigmoid("input")),

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
	GRU(new GruEquations(), 1, true, Gate.sigmoid("reset"), Gate.sigmoid("update"), Gate.tanh("candidate"));

	private final CellEquations equations;

	private final int stateVectors;

	private final boolean splitsLastGate;

	private final List<Gate> gates;

	Cell(CellEquations equations, int stateVectors, boolean splitsLastGate, Gate... gates) {
		this.equations = equations;
		this.stateVectors = stateVectors;
		this.splitsLastGate = splitsLastGate;
		this.gates = List.of(gates);
	}

	/** What one unit computes. */
	public CellEquations equations() {
		return this.equations;
	}

	/** Blocks of hiddenSize columns in the input and the recurrent weights. */
	public int gates() {
		return this.gates.size();
	}

	/** A gate, in the order of the blocks. */
	public Gate gate(int index) {
		return this.gates.get(index);
	}

	/** The names of the gates, where there are several. */
	public List<String> gateNames() {
		return (gates() > 1) ? this.gates.stream().map(Gate::name).toList() : List.of();
	}

	/** Blocks of hiddenSize values in the bias. */
	public int biases() {
		return this.splitsLastGate ? gates() + 1 : gates();
	}

	/**
	 * Whether the last gate's products of input and of state are two sums, each with a
	 * bias of its own, because something happens to the latter alone.
	 */
	public boolean splitsLastGate() {
		return this.splitsLastGate;
	}

	/** Vectors of hiddenSize values that a layer carries from step to step. */
	public int stateVectors() {
		return this.stateVectors;
	}

	/** Whether a layer carries c beside h. */
	public boolean hasCellState() {
		return this.stateVectors == 2;
	}

	/**
	 * A gate of a cell.
	 *
	 * @param name what it is called
	 * @param isSigmoid whether its activation is the logistic sigmoid, else tanh
	 * @param initialBias what its bias begins with
	 */
	public record Gate(String name, boolean isSigmoid, float initialBias) {

		static Gate tanh(String name) {
			return new Gate(name, false, 0);
		}

		static Gate sigmoid(String name) {
			return new Gate(name, true, 0);
		}

		Gate beginningAt(float bias) {
			return new Gate(this.name, this.isSigmoid, bias);
		}

	}

}
