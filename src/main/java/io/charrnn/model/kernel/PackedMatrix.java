package io.charrnn.model.kernel;

import java.util.ArrayList;
import java.util.List;

import io.charrnn.model.CounterRandom;

/**
 * A matrix W {@code [K][N]}, rearranged for products with several rows at once. They add
 * up in the order of {@link Product}: one product for each block of W's rows.
 */
final class PackedMatrix {

	private final int columns;

	private final List<Products.Weights> blocks = new ArrayList<>();

	/**
	 * Rearranges a matrix.
	 * @param products computes the products
	 * @param rows {@code [K][N]}, copied
	 */
	PackedMatrix(Products products, float[][] rows) {
		this.columns = rows[0].length;
		Matrix plain = matrix(rows);
		for (int from = 0; from < rows.length; from += Product.BLOCK) {
			Matrix block = plain.rows(from, Math.min(Product.BLOCK, rows.length - from));
			Products.Weights weights = products.weights(block, false, StepBatch.CAPACITY);
			weights.refresh();
			this.blocks.add(weights);
		}
		plain.floats().close();
	}

	/**
	 * Prepares products.
	 * @param a {@code [StepBatch.CAPACITY][K]}
	 * @param c {@code [StepBatch.CAPACITY][N]}, to which they are added
	 */
	RowsProduct product(Matrix a, Matrix c) {
		return new RowsProduct(this.blocks, a, c);
	}

	/**
	 * Whether products of each number of rows have the bits that {@link Product} has.
	 * @param rows the matrix
	 */
	boolean agreesWith(float[][] rows) {
		float[][] x = random(StepBatch.CAPACITY, rows.length, 1);
		float[][] before = random(StepBatch.CAPACITY, this.columns, 2);
		Matrix a = matrix(x);
		Matrix c = Matrix.allocate(StepBatch.CAPACITY, this.columns);
		RowsProduct product = product(a, c);
		boolean agrees = true;
		for (int count = RowsProduct.MULTIPLE; count <= StepBatch.CAPACITY; count += RowsProduct.MULTIPLE) {
			for (int row = 0; row < count; row++) {
				c.writeRow(row, before[row], 0);
			}
			product.run(count);
			agrees &= agrees(c, count, x, rows, before);
		}
		product.close();
		a.floats().close();
		c.floats().close();
		return agrees;
	}

	private boolean agrees(Matrix c, int count, float[][] x, float[][] rows, float[][] before) {
		float[] computed = new float[this.columns];
		float[] sum = new float[this.columns];
		for (int row = 0; row < count; row++) {
			float[] expected = before[row].clone();
			Product.add(x[row], 0, rows, expected, sum);
			c.read(row, 1, computed);
			for (int column = 0; column < this.columns; column++) {
				if (Float.floatToIntBits(computed[column]) != Float.floatToIntBits(expected[column])) {
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

	private static Matrix matrix(float[][] rows) {
		Matrix matrix = Matrix.allocate(rows.length, rows[0].length);
		for (int row = 0; row < rows.length; row++) {
			matrix.writeRow(row, rows[row], 0);
		}
		return matrix;
	}

}
