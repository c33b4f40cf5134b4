package io.charrnn.model;

/**
 * Everything that determines the length and the meaning of a network's parameter vector.
 *
 * @param cell the recurrent cell of every layer
 * @param layers stacked recurrent layers, 1 to 4
 * @param hiddenSize H, values in each layer's hidden state, at least 1
 * @param alphabetSize V, characters the network knows, at least 2
 * @param normalization of every layer's sums
 */
public record Architecture(Cell cell, int layers, int hiddenSize, int alphabetSize, Normalization normalization) {

	public static final int MAX_LAYERS = 4;

	public Architecture {
		HyperparameterField.check("", NetworkOptions.class, cell, layers, hiddenSize, normalization);
		if (alphabetSize < 2) {
			throw new InvalidHyperparameterException("alphabetSize", alphabetSize, "at least 2");
		}
	}

	/** A network without normalization. */
	public Architecture(Cell cell, int layers, int hiddenSize, int alphabetSize) {
		this(cell, layers, hiddenSize, alphabetSize, Normalization.NONE);
	}

	/** Vectors of hiddenSize parameters of a layer, beside its weights. */
	int vectors() {
		return (this.normalization == Normalization.RMS) ? 2 * this.cell.biases() : this.cell.biases();
	}

	/** Values that go into a layer: V for the first, else H. */
	public int inputSize(int layer) {
		return (layer == 0) ? this.alphabetSize : this.hiddenSize;
	}

	/** Length of the parameter vector; {@code Long.MAX_VALUE} where it would not fit. */
	public long parameterCount() {
		double count = (double) (this.hiddenSize + 1L) * this.alphabetSize;
		for (int layer = 0; layer < this.layers; layer++) {
			count += layerParameterCount(layer);
		}
		return (long) count;
	}

	private double layerParameterCount(int layer) {
		double weights = (double) this.cell.gates() * this.hiddenSize * ((double) inputSize(layer) + this.hiddenSize);
		return weights + (double) vectors() * this.hiddenSize;
	}

}
