package io.charrnn.model.step;

import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.Products;

/**
 * Adds the product of one row with a packed matrix to an array: by the library, where
 * plain Java would give other bits. Used by one thread at a time.
 */
final class SingleRowProduct implements AutoCloseable {

	/** {@code [MULTIPLE][K]}, of which the first row is used. */
	private final Products.Operand x;

	/** {@code [MULTIPLE][N]}. */
	private final Matrix y;

	private final PackedProduct product;

	/**
	 * Prepares products.
	 * @param products computes them
	 * @param matrix {@code [K][N]}
	 * @param rows K
	 * @param columns N
	 */
	SingleRowProduct(Products products, PackedMatrix matrix, int rows, int columns) {
		this.x = products.operand(Matrix.allocate(PackedProduct.MULTIPLE, rows));
		this.y = Matrix.allocate(PackedProduct.MULTIPLE, columns);
		this.product = matrix.product(this.x, this.y);
	}

	/**
	 * Computes {@code y += x W}.
	 * @param values hold x
	 * @param from where it begins
	 * @param sums {@code [N]}, y
	 */
	void add(float[] values, int from, float[] sums) {
		this.x.matrix().writeRow(0, values, from);
		this.x.refresh(0, PackedProduct.MULTIPLE);
		this.y.writeRow(0, sums, 0);
		this.product.run(1);
		this.y.read(0, 1, sums);
	}

	@Override
	public void close() {
		this.product.close();
		this.x.close();
		this.x.matrix().floats().close();
		this.y.floats().close();
	}

}
