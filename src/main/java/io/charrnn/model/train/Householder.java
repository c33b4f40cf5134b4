package io.charrnn.model.train;

import java.util.Arrays;

/**
 * The orthonormal factor Q of QR decompositions, by Householder's reflections I - tau v
 * v^T. Goes through matrices row by row, so that the compiler makes vector code of it.
 */
final class Householder {

	private final int size;

	/** {@code [size][size]}: of reflection k, v, which is zero before its k-th value. */
	private final float[][] vectors;

	/** Of each reflection; 0 for none. */
	private final float[] taus;

	private final float[] sums;

	Householder(int size) {
		this.size = size;
		this.vectors = new float[size][size];
		this.taus = new float[size];
		this.sums = new float[size];
	}

	/**
	 * Replaces a matrix A = Q R by Q.
	 * @param rows {@code [size][size]}
	 */
	void orthonormalize(float[][] rows) {
		for (int k = 0; k < this.size; k++) {
			choose(rows, k);
			reflect(rows, k, k + 1);
		}
		for (int row = 0; row < this.size; row++) {
			Arrays.fill(rows[row], 0);
			rows[row][row] = 1;
		}
		for (int k = this.size - 1; k >= 0; k--) {
			reflect(rows, k, k);
		}
	}

	/** The reflection that makes column k zero below the diagonal. */
	private void choose(float[][] rows, int k) {
		double squares = 0;
		for (int row = k; row < this.size; row++) {
			squares += (double) rows[row][k] * rows[row][k];
		}
		double norm = Math.sqrt(squares);
		this.taus[k] = 0;
		if (norm > 0) {
			double diagonal = -Math.copySign(norm, rows[k][k]);
			double first = rows[k][k] - diagonal;
			this.taus[k] = (float) (-first / diagonal);
			for (int row = k; row < this.size; row++) {
				this.vectors[k][row] = (float) (rows[row][k] / first);
			}
			this.vectors[k][k] = 1;
		}
	}

	/** Applies reflection k to the columns from one on. */
	private void reflect(float[][] rows, int k, int from) {
		float tau = this.taus[k];
		if (tau == 0) {
			return;
		}
		float[] vector = this.vectors[k];
		Arrays.fill(this.sums, from, this.size, 0);
		int row = k;
		for (; row + 3 < this.size; row += 4) {
			addFour(vector[row], rows[row], vector[row + 1], rows[row + 1], vector[row + 2], rows[row + 2],
					vector[row + 3], rows[row + 3], this.sums, from);
		}
		for (; row < this.size; row++) {
			add(vector[row], rows[row], this.sums, from);
		}
		for (row = k; row < this.size; row++) {
			add(-tau * vector[row], this.sums, rows[row], from);
		}
	}

	private static void addFour(float v0, float[] row0, float v1, float[] row1, float v2, float[] row2, float v3,
			float[] row3, float[] sums, int from) {
		for (int column = from; column < sums.length; column++) {
			sums[column] += v0 * row0[column] + v1 * row1[column] + v2 * row2[column] + v3 * row3[column];
		}
	}

	private static void add(float factor, float[] addend, float[] sums, int from) {
		for (int column = from; column < sums.length; column++) {
			sums[column] += factor * addend[column];
		}
	}

}
