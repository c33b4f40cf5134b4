package io.charrnn.model;

/**
 * Where each weight stands in the flat parameter vector, which is DL4J's own: for each
 * layer from the first the input weights {@code [inputSize][gates x H]}, the recurrent
 * weights {@code [H][gates x H]}, the bias {@code [biases x H]} and, where sums are
 * {@link Normalization normalized}, the gain {@code [biases x H]}, then the output
 * weights {@code [H][V]} and the output bias {@code [V]}. Matrices are column-major: the
 * weight from input i to output o of a matrix with n rows is at
 * {@code offset + o * n + i}. {@link Cell} has the order of the gates.
 */
public final class ParameterLayout {

	private final Architecture architecture;

	/**
	 * Lays out the parameters of a network.
	 * @throws InvalidHyperparameterException if the vector is too long for an array
	 */
	public ParameterLayout(Architecture architecture) {
		if (architecture.parameterCount() > Integer.MAX_VALUE - 8) {
			throw new InvalidHyperparameterException("hiddenSize", architecture.hiddenSize(),
					"small enough for fewer than 2^31 parameters, not " + architecture.parameterCount());
		}
		this.architecture = architecture;
	}

	public int inputWeights(int layer) {
		int offset = 0;
		for (int below = 0; below < layer; below++) {
			offset += layerLength(below);
		}
		return offset;
	}

	public int recurrentWeights(int layer) {
		return inputWeights(layer) + this.architecture.inputSize(layer) * columns();
	}

	public int bias(int layer) {
		return recurrentWeights(layer) + this.architecture.hiddenSize() * columns();
	}

	/** Of a network whose sums are normalized. */
	public int gain(int layer) {
		return bias(layer) + this.architecture.cell().biases() * this.architecture.hiddenSize();
	}

	public int outputWeights() {
		return inputWeights(this.architecture.layers());
	}

	public int outputBias() {
		return outputWeights() + this.architecture.hiddenSize() * this.architecture.alphabetSize();
	}

	public int length() {
		return outputBias() + this.architecture.alphabetSize();
	}

	private int columns() {
		return this.architecture.cell().gates() * this.architecture.hiddenSize();
	}

	private int layerLength(int layer) {
		int rows = this.architecture.inputSize(layer) + this.architecture.hiddenSize();
		return rows * columns() + this.architecture.vectors() * this.architecture.hiddenSize();
	}

}
