package io.charrnn.model.product;

import org.bytedeco.javacpp.FloatPointer;

/** Rows of a matrix for a native function, from one to another without a new object. */
final class MovingRows {

	private final Matrix matrix;

	private final FloatPointer pointer;

	MovingRows(Matrix matrix) {
		this.matrix = matrix;
		this.pointer = new FloatPointer(matrix.pointer());
	}

	int columns() {
		return this.matrix.columns();
	}

	int stride() {
		return this.matrix.stride();
	}

	/**
	 * The first value of a row.
	 * @return the same pointer at each call
	 */
	FloatPointer at(int row) {
		return this.pointer.position((long) row * this.matrix.stride());
	}

}
