package io.charrnn.model.kernel;

/** The product of a vector with a matrix held row by row. */
final class Product {

	private Product() {
	}

	/**
	 * Adds {@code x W} to y. Four rows at a time, so that y is read and written a quarter
	 * as often.
	 * @param x {@code [rows]}
	 * @param rows {@code [rows][columns]}, W
	 * @param y {@code [columns]}
	 */
	static void add(float[] x, float[][] rows, float[] y) {
		int row = 0;
		for (; row + 3 < rows.length; row += 4) {
			addFour(x[row], rows[row], x[row + 1], rows[row + 1], x[row + 2], rows[row + 2], x[row + 3], rows[row + 3],
					y);
		}
		for (; row < rows.length; row++) {
			addOne(x[row], rows[row], y);
		}
	}

	private static void addFour(float x0, float[] row0, float x1, float[] row1, float x2, float[] row2, float x3,
			float[] row3, float[] y) {
		for (int column = 0; column < y.length; column++) {
			y[column] = y[column] + x0 * row0[column] + x1 * row1[column] + x2 * row2[column] + x3 * row3[column];
		}
	}

	private static void addOne(float x, float[] row, float[] y) {
		for (int column = 0; column < y.length; column++) {
			y[column] += x * row[column];
		}
	}

}
