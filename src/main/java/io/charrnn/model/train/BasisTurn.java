package io.charrnn.model.train;

import io.charrnn.model.product.Products;
import io.charrnn.model.product.Resources;

/** New bases of a matrix. */
final class BasisTurn {

	private final RotatedMatrix matrix;

	private final RotationMemory memory;

	private final Products.TransposedProduct power;

	private final Products.TransposedProduct change;

	/**
	 * Prepares new bases.
	 * @param memory of the thread that will compute them
	 */
	BasisTurn(Resources resources, Products products, RotatedMatrix matrix, RotationMemory memory) {
		this.matrix = matrix;
		this.memory = memory;
		Products.Operand square = resources.add(products.operand(matrix.square()));
		Products.Operand basis = resources.add(products.operand(matrix.basis()));
		Products.Operand before = resources.add(products.operand(memory.before));
		this.power = resources.add(products.transposed(matrix.size(), square, basis, memory.before));
		this.change = resources.add(products.transposed(matrix.size(), basis, before, matrix.square()));
	}

	/**
	 * Computes the next basis Q', and Q^T Q' by which one turns into the other.
	 * @param anew whether of the eigenvectors of L rather than as the orthonormal factor
	 * of L Q
	 */
	void run(boolean anew) {
		completeCovariance();
		if (!finite()) {
			// The guard against divergence ends the run.
			return;
		}
		if (anew) {
			Eigenvectors.replace(this.memory.rows);
		}
		else {
			this.power.run(0, 0, false);
			for (int row = 0; row < this.memory.rows.length; row++) {
				this.memory.before.read(row, 1, this.memory.rows[row]);
			}
			this.memory.householder.orthonormalize(this.memory.rows);
		}
		for (int row = 0; row < this.memory.rows.length; row++) {
			this.memory.before.writeRow(row, this.memory.rows[row], 0);
		}
		this.change.run(0, 0, false);
		this.matrix.setBasis(this.memory.rows);
	}

	/** Makes the square L, and the rows, too. */
	private void completeCovariance() {
		float[][] upper = this.matrix.covariance();
		float[][] rows = this.memory.rows;
		for (int row = 0; row < rows.length; row++) {
			for (int column = 0; column < rows.length; column++) {
				rows[row][column] = upper[Math.min(row, column)][Math.max(row, column)];
			}
			this.matrix.square().writeRow(row, rows[row], 0);
		}
	}

	private boolean finite() {
		float sum = 0;
		for (float[] row : this.memory.rows) {
			for (float value : row) {
				sum += value - value;
			}
		}
		return sum == 0;
	}

}
