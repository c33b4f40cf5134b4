package io.charrnn.model;

/** The network to train. Its hidden size is H. */
public record NetworkOptions(@Hyperparameter("The recurrent cell of every layer") Cell cell,
		@Hyperparameter(value = "Stacked recurrent layers", least = 1, most = Architecture.MAX_LAYERS) int layers,
		@Hyperparameter(value = "Size of each layer's hidden state", least = 1) int hiddenSize,
		@Hyperparameter("rms: each block of a layer's pre-activations is divided by its root mean square, then "
				+ "scaled and shifted, before the activation; with the engine fused") Normalization normalization,
		@Hyperparameter(value = "Probability that a value on its way into an upper layer or the output layer is zeroed "
				+ "during training", least = 0, below = 1) double dropout) {

	public NetworkOptions {
		HyperparameterField.check("", NetworkOptions.class, cell, layers, hiddenSize, normalization, dropout);
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

	/** The same, with layers normalized in another way. */
	public NetworkOptions withNormalization(Normalization other) {
		return new NetworkOptions(this.cell, this.layers, this.hiddenSize, other, this.dropout);
	}

	/** The network these describe over an alphabet. */
	public Architecture architecture(int alphabetSize) {
		return new Architecture(this.cell, this.layers, this.hiddenSize, alphabetSize, this.normalization);
	}

}
