package io.charrnn.model.product;

/**
 * A matrix W {@code [K][N]} as products of one row at a time read it. Whoever computes
 * them, they add up in the order of {@link PlainProduct}, to the same bits. Immutable.
 */
public interface RowMatrix {

	/** Parts of the columns begin at multiples of this many. */
	int PANEL = 128;

	/** What a product needs beside its result at least, however few columns it has. */
	int LEAST_SCRATCH = 64;

	/**
	 * Takes a matrix over.
	 * @param rows {@code [K][N]}; not to be changed any more
	 */
	static RowMatrix of(float[][] rows) {
		return RowMatrices.of(rows);
	}

	/**
	 * Adds some columns of {@code x W} to y: with the bits that they have among all.
	 * @param x {@code [at least from + K]}
	 * @param from where x begins in that array
	 * @param y {@code [at least N]}
	 * @param scratch {@code [at least N, and LEAST_SCRATCH]}: overwritten
	 * @param first the first column, a multiple of {@link #PANEL}
	 * @param end the column after the last: N, or a multiple of {@link #PANEL}
	 */
	void add(float[] x, int from, float[] y, float[] scratch, int first, int end);

	/** K. */
	int rows();

	/** N. */
	int columns();

	/**
	 * The matrix row by row.
	 * @return {@code [K][N]}: not to be changed
	 */
	float[][] toRows();

}
