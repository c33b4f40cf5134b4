package io.charrnn.model;

import java.util.Objects;

/**
 * What network is trained.
 *
 * @param cell the recurrent cell
 * @param layers stacked recurrent layers, 1 to 4
 * @param hiddenSize H, values in each layer's hidden state
 * @param normalization of every layer's sums
 * @param dropout probability that a value going into an upper layer or the output layer
 * is zeroed while training; [0, 1)
 */
public record NetworkOptions(Cell cell, int layers, int hiddenSize, Normalization normalization, double dropout) {

	public NetworkOptions {
		Objects.requireNonNull(cell, "cell is missing");
		Objects.requireNonNull(normalization, "normalization is missing");
		Bounds.within("layers", layers, 1, Architecture.MAX_LAYERS);
		Bounds.atLeast("hiddenSize", hiddenSize, 1);
		Bounds.check("dropout", dropout, dropout >= 0 && dropout < 1, "at least 0 and less than 1");
	}

	/** Those of a network, without dropout. */
	public static NetworkOptions of(Architecture architecture) {
		return new NetworkOptions(architecture.cell(), architecture.layers(), architecture.hiddenSize(),
				architecture.normalization(), 0);
	}

	/** The same, with dropout of another probability. */
	public NetworkOptions withDropout(double probability) {
		return new NetworkOptions(this.cell, this.layers, this.hiddenSize, this.normalization, probability);
	}

	/** The network these describe over an alphabet. */
	public Architecture architecture(int alphabetSize) {
		return new Architecture(this.cell, this.layers, this.hiddenSize, alphabetSize, this.normalization);
	}

}
