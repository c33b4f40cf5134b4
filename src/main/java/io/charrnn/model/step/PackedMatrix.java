package io.charrnn.model.step;

import java.util.ArrayList;
import java.util.List;

import io.charrnn.model.CounterRandom;
import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.PlainProduct;
import io.charrnn.model.product.Products;
import io.charrnn.model.product.Resources;
import io.charrnn.model.product.RowMatrix;

/**
 * A matrix W {@code [K][N]}, rearranged for products with several rows at once. They add
 * up in the order of {@link PlainProduct}: one product for each block of W's rows.
 */
final class PackedMatrix {

	private final Products products;

	private final int columns;

	private final List<Products.Weights> blocks = new ArrayList<>();

	/**
	 * Rearranges a matrix.
	 * @param products computes the products
	 * @param matrix {@code [K][N]}, copied
	 */
	PackedMatrix(Products products, RowMatrix matrix) {
		this.products = products;
		this.columns = matrix.columns();
		try (Resources resources = new Resources()) {
			pack(matrix(resources, matrix.toRows()), matrix.rows());
		}
	}

	private void pack(Matrix plain, int rows) {
		for (int from = 0; from < rows; from += PlainProduct.BLOCK) {
			Matrix block = plain.rows(from, Math.min(PlainProduct.BLOCK, rows - from));
			Products.Weights weights = this.products.weights(block, false, StepBatch.CAPACITY);
			weights.refresh();
			this.blocks.add(weights);
		}
	}

	/**
	 * Prepares products.
	 * @param a {@code [StepBatch.CAPACITY][K]}
	 * @param c {@code [StepBatch.CAPACITY][N]}, to which they are added
	 */
	PackedProduct product(Products.Operand a, Matrix c) {
		return new PackedProduct(this.blocks, a, c);
	}

	/**
	 * Whether products of each number of rows have the bits that those of one have.
	 * @param matrix the same
	 */
	boolean agreesWith(RowMatrix matrix) {
		float[] scratch = new float[Math.max(this.columns, RowMatrix.LEAST_SCRATCH)];
		return agrees(matrix.rows(), (x, y) -> matrix.add(x, 0, y, scratch, 0, this.columns));
	}

	/**
	 * Whether a row's product has the same bits with any number of other rows.
	 * @param rows K
	 */
	boolean agreesWithItself(int rows) {
		try (SingleRowProduct alone = new SingleRowProduct(this.products, this, rows, this.columns)) {
			return agrees(rows, (x, y) -> alone.add(x, 0, y));
		}
	}

	private boolean agrees(int rowCount, RowProduct reference) {
		float[][] x = random(StepBatch.CAPACITY, rowCount, 1);
		float[][] before = random(StepBatch.CAPACITY, this.columns, 2);
		float[][] expected = new float[StepBatch.CAPACITY][];
		for (int row = 0; row < x.length; row++) {
			expected[row] = before[row].clone();
			reference.add(x[row], expected[row]);
		}
		try (Resources resources = new Resources()) {
			Products.Operand a = resources.add(this.products.operand(matrix(resources, x)));
			a.refresh(0, StepBatch.CAPACITY);
			Matrix c = resources.matrix(StepBatch.CAPACITY, this.columns);
			return agrees(resources.add(product(a, c)), c, before, expected);
		}
	}

	private boolean agrees(PackedProduct product, Matrix c, float[][] before, float[][] expected) {
		boolean agrees = true;
		for (int count = PackedProduct.MULTIPLE; count <= StepBatch.CAPACITY; count += PackedProduct.MULTIPLE) {
			for (int row = 0; row < count; row++) {
				c.writeRow(row, before[row], 0);
			}
			product.run(count);
			agrees &= agrees(c, count, expected);
		}
		return agrees;
	}

	private boolean agrees(Matrix c, int count, float[][] expected) {
		float[] computed = new float[this.columns];
		for (int row = 0; row < count; row++) {
			c.read(row, 1, computed);
			for (int column = 0; column < this.columns; column++) {
				if (Float.floatToIntBits(computed[column]) != Float.floatToIntBits(expected[row][column])) {
					return false;
				}
			}
		}
		return true;
	}

	private static float[][] random(int rows, int columns, long seed) {
		float[][] values = new float[rows][columns];
		for (int row = 0; row < rows; row++) {
			for (int column = 0; column < columns; column++) {
				values[row][column] = (float) (2 * CounterRandom.uniform(seed, (long) row * columns + column) - 1);
			}
		}
		return values;
	}

	private static Matrix matrix(Resources resources, float[][] rows) {
		Matrix matrix = resources.matrix(rows.length, rows[0].length);
		for (int row = 0; row < rows.length; row++) {
			matrix.writeRow(row, rows[row], 0);
		}
		return matrix;
	}

	/** Adds the product of a row x with the matrix to y. */
	private interface RowProduct {

		void add(float[] x, float[] y);

	}

}
