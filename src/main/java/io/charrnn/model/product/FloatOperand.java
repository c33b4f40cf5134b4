package io.charrnn.model.product;

/** A matrix that products read as it is. */
record FloatOperand(Matrix matrix) implements Products.Operand {

	@Override
	public void refresh(int row, int count) {
		// Products read the matrix itself.
	}

	@Override
	public FloatOperand rows(int from, int count) {
		return new FloatOperand(this.matrix.rows(from, count));
	}

	@Override
	public FloatOperand columns(int from, int count) {
		return new FloatOperand(this.matrix.columns(from, count));
	}

	@Override
	public void close() {
		// Holds nothing.
	}

}
