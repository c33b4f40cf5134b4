package io.charrnn.model.train;

import io.charrnn.model.Architecture;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.NativeFloats;

/** The matrices of a parameter or gradient vector in {@link RowMajorOrder}. */
final class ParameterMatrices {

	private final Architecture architecture;

	private final ParameterLayout layout;

	private final NativeFloats vector;

	ParameterMatrices(Architecture architecture, NativeFloats vector) {
		this.architecture = architecture;
		this.layout = new ParameterLayout(architecture);
		this.vector = vector;
	}

	/** {@code [inputSize][gates x H]}. */
	Matrix input(int layer) {
		return new Matrix(this.vector, this.layout.inputWeights(layer), this.architecture.inputSize(layer), columns());
	}

	/** {@code [H][gates x H]}. */
	Matrix recurrent(int layer) {
		return new Matrix(this.vector, this.layout.recurrentWeights(layer), this.architecture.hiddenSize(), columns());
	}

	/** {@code [V][H]}. */
	Matrix output() {
		return new Matrix(this.vector, this.layout.outputWeights(), this.architecture.alphabetSize(),
				this.architecture.hiddenSize());
	}

	/** {@code [1][blocks x H]}. */
	Matrix bias(int layer) {
		return new Matrix(this.vector, this.layout.bias(layer), 1,
				this.architecture.cell().biases() * this.architecture.hiddenSize());
	}

	/** {@code [1][blocks x H]}: of a network whose sums are normalized. */
	Matrix gain(int layer) {
		return new Matrix(this.vector, this.layout.gain(layer), 1,
				this.architecture.cell().biases() * this.architecture.hiddenSize());
	}

	/** {@code [1][V]}. */
	Matrix outputBias() {
		return new Matrix(this.vector, this.layout.outputBias(), 1, this.architecture.alphabetSize());
	}

	private int columns() {
		return this.architecture.cell().gates() * this.architecture.hiddenSize();
	}

}
