package io.charrnn.model.product;

import java.util.Arrays;

/**
 * The product of a vector with a matrix held row by row, in an order of its own: the rows
 * are summed up from zero in blocks of up to 512, one {@link MultiplyAdd} after the other
 * for each column, and each block's sum is added to the result. That is the order in
 * which oneDNN computes products of any number of rows, so that either gives the same
 * bits.
 */
public final class PlainProduct {

	/** Rows of W that are summed up from zero. */
	public static final int BLOCK = 512;

	private PlainProduct() {
	}

	/**
	 * Adds {@code x W} to y. Six rows at a time, so that the sum is read and written a
	 * sixth as often; of eight, C2 makes no vector instructions.
	 * @param x {@code [rows]}
	 * @param from where they begin in that array
	 * @param rows {@code [rows][columns]}, W
	 * @param y {@code [columns]}
	 * @param sum {@code [at least columns]}: overwritten
	 */
	public static void add(float[] x, int from, float[][] rows, float[] y, float[] sum) {
		add(x, from, rows, y, sum, 0, y.length);
	}

	/**
	 * Adds some columns of {@code x W} to y: with the bits that they have among all.
	 * @param first the first column
	 * @param end the column after the last
	 */
	public static void add(float[] x, int from, float[][] rows, float[] y, float[] sum, int first, int end) {
		for (int begin = 0; begin < rows.length; begin += BLOCK) {
			int last = Math.min(begin + BLOCK, rows.length);
			Arrays.fill(sum, first, end, 0);
			int row = begin;
			for (; row + 5 < last; row += 6) {
				addSix(x[from + row], rows[row], x[from + row + 1], rows[row + 1], x[from + row + 2], rows[row + 2],
						x[from + row + 3], rows[row + 3], x[from + row + 4], rows[row + 4], x[from + row + 5],
						rows[row + 5], sum, first, end);
			}
			for (; row < last; row++) {
				addOne(x[from + row], rows[row], sum, first, end);
			}
			add(sum, y, first, end);
		}
	}

	private static void addSix(float x0, float[] row0, float x1, float[] row1, float x2, float[] row2, float x3,
			float[] row3, float x4, float[] row4, float x5, float[] row5, float[] sum, int first, int end) {
		for (int column = first; column < end; column++) {
			sum[column] = MultiplyAdd.of(x5, row5[column],
					MultiplyAdd.of(x4, row4[column], MultiplyAdd.of(x3, row3[column], MultiplyAdd.of(x2, row2[column],
							MultiplyAdd.of(x1, row1[column], MultiplyAdd.of(x0, row0[column], sum[column]))))));
		}
	}

	private static void addOne(float x, float[] row, float[] sum, int first, int end) {
		for (int column = first; column < end; column++) {
			sum[column] = MultiplyAdd.of(x, row[column], sum[column]);
		}
	}

	private static void add(float[] sum, float[] y, int first, int end) {
		for (int column = first; column < end; column++) {
			y[column] += sum[column];
		}
	}

}
