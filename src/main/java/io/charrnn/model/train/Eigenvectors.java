package io.charrnn.model.train;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/** Eigenvectors of symmetric matrices, by commons-math in double precision. */
final class Eigenvectors {

	/**
	 * Times the trace, added to the diagonal, which moves all eigenvalues and no
	 * eigenvector; far below the rounding of floats. Without it there is now and then no
	 * convergence where most eigenvalues are nothing but rounding.
	 */
	private static final double RIDGE = 1e-9;

	private Eigenvectors() {
	}

	/**
	 * Replaces a symmetric matrix by its eigenvectors.
	 * @param rows {@code [size][size]}: becomes the matrix whose columns they are, that
	 * of the largest eigenvalue first
	 */
	static void replace(float[][] rows) {
		double[][] wide = new double[rows.length][rows.length];
		double trace = 0;
		for (int row = 0; row < rows.length; row++) {
			for (int column = 0; column < rows.length; column++) {
				wide[row][column] = rows[row][column];
			}
			trace += rows[row][row];
		}
		for (int row = 0; row < rows.length; row++) {
			wide[row][row] += RIDGE * trace;
		}
		RealMatrix vectors = new EigenDecomposition(new Array2DRowRealMatrix(wide, false)).getV();
		for (int row = 0; row < rows.length; row++) {
			for (int column = 0; column < rows.length; column++) {
				rows[row][column] = (float) vectors.getEntry(row, column);
			}
		}
	}

}
