package io.charrnn.model.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.HiddenState;

/**
 * Reads a text as a {@link Stepper} does, with its code and its bits in float32, and
 * shows what happens inside: the gates as {@link Cell} defines them. Used by one thread.
 */
public final class Trace {

	private final Stepper stepper;

	private final Cell cell;

	private final Stepper.Scratch scratch;

	private final HiddenState state;

	/** {@code [layer][gate][H]}. */
	private final float[][][] gates;

	/**
	 * Begins a text with the zero state.
	 * @param stepper has the weights
	 */
	public Trace(Stepper stepper) {
		Architecture architecture = stepper.architecture();
		this.stepper = stepper;
		this.cell = architecture.cell();
		this.scratch = stepper.scratch();
		this.state = HiddenState.zero(architecture);
		this.gates = new float[architecture.layers()][this.cell.gateNames().size()][architecture.hiddenSize()];
	}

	/** Reads the next character, by its index in the alphabet. */
	public void read(int character) {
		for (int layer = 0; layer < this.gates.length; layer++) {
			this.stepper.step(layer, this.state.vectors(), character, this.scratch);
			for (int gate = 0; gate < this.gates[layer].length; gate++) {
				this.gates[layer][gate] = this.scratch.tile().activation(gate);
			}
		}
	}

	/**
	 * The hidden state of a layer after what was read.
	 * @return {@code [H]}: valid until more is read; not to be changed
	 */
	public float[] hidden(int layer) {
		return this.state.vectors()[layer * this.cell.stateVectors()];
	}

	/**
	 * What led to the hidden state of a layer: c, if the cell has it, and all gates of
	 * the last step, if there are several.
	 * @return {@code [H]} for each name
	 */
	public Map<String, float[]> inside(int layer) {
		Map<String, float[]> inside = new LinkedHashMap<>();
		if (this.cell.hasCellState()) {
			inside.put("cell", this.state.vectors()[layer * this.cell.stateVectors() + 1].clone());
		}
		List<String> names = this.cell.gateNames();
		for (int gate = 0; gate < names.size(); gate++) {
			inside.put(names.get(gate), this.gates[layer][gate]);
		}
		return inside;
	}

}
