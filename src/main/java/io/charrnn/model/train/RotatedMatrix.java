package io.charrnn.model.train;

import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.Resources;

/**
 * Weights W {@code [H][columns]} that {@link Soap} updates, with their gradient G, L, the
 * mean of G G^T, and the basis Q.
 */
final class RotatedMatrix {

	private final int offset;

	private final Matrix gradient;

	private final Matrix square;

	private final Matrix basis;

	private final Matrix transposedBasis;

	private final float[][] covariance;

	/**
	 * Takes a matrix over.
	 * @param offset of W among the parameters, and of its moments
	 * @param size H
	 * @param columns of W
	 * @param state the optimizer's, with L and then Q, or zeros
	 * @param from where they begin
	 */
	RotatedMatrix(Resources resources, int offset, int size, int columns, float[] state, int from) {
		this.offset = offset;
		this.gradient = resources.matrix(size, columns);
		this.square = resources.matrix(size, size);
		this.basis = resources.matrix(size, size);
		this.transposedBasis = resources.matrix(size, size);
		this.covariance = new float[size][size];
		float[][] rows = new float[size][size];
		for (int row = 0; row < size; row++) {
			System.arraycopy(state, from + row * size, this.covariance[row], 0, size);
			System.arraycopy(state, from + (size + row) * size, rows[row], 0, size);
		}
		setBasis(rows);
	}

	/** Writes L and then Q. */
	void write(float[] state, int from) {
		float[] values = new float[size() * size()];
		this.basis.read(0, size(), values);
		System.arraycopy(values, 0, state, from + values.length, values.length);
		for (int row = 0; row < size(); row++) {
			System.arraycopy(this.covariance[row], 0, state, from + row * size(), size());
		}
	}

	/** H. */
	int size() {
		return this.basis.rows();
	}

	int columns() {
		return this.gradient.columns();
	}

	/** Where W begins among the parameters. */
	int offset() {
		return this.offset;
	}

	/** The parameter after W. */
	int end() {
		return this.offset + size() * columns();
	}

	/** {@code [H][columns]}: G. */
	Matrix gradient() {
		return this.gradient;
	}

	/** {@code [H][H]}: whatever is computed of this size. */
	Matrix square() {
		return this.square;
	}

	/** {@code [H][H]}: Q. */
	Matrix basis() {
		return this.basis;
	}

	/** {@code [H][H]}: Q^T. */
	Matrix transposedBasis() {
		return this.transposedBasis;
	}

	/** {@code [H][H]}: L, but zero below the {@link CovarianceStrip strips}. */
	float[][] covariance() {
		return this.covariance;
	}

	/** Changes Q. */
	void setBasis(float[][] rows) {
		float[] column = new float[rows.length];
		for (int index = 0; index < rows.length; index++) {
			this.basis.writeRow(index, rows[index], 0);
			for (int row = 0; row < rows.length; row++) {
				column[row] = rows[row][index];
			}
			this.transposedBasis.writeRow(index, column, 0);
		}
	}

}
