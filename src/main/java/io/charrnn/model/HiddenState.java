package io.charrnn.model;

import java.util.Arrays;

/**
 * The hidden state of every layer for one text: everything that a recurrent network
 * remembers.
 *
 * @param vectors {@code [layers x stateVectors][H]}: for each layer h, then for an LSTM c
 */
public record HiddenState(float[][] vectors) {

	/** The state before the first character: all zero. */
	public static HiddenState zero(Architecture architecture) {
		int vectors = architecture.layers() * architecture.cell().stateVectors();
		return new HiddenState(new float[vectors][architecture.hiddenSize()]);
	}

	public HiddenState copy() {
		return new HiddenState(Arrays.stream(this.vectors).map(float[]::clone).toArray(float[][]::new));
	}

}
