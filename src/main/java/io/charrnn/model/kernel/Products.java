package io.charrnn.model.kernel;

/**
 * Products, and softmax, of matrices of floats in native memory. Each runs on the calling
 * thread alone; different threads may run different products at once.
 */
interface Products {

	/** The library that computes them, with its version. */
	String name();

	/**
	 * Prepares weights for being the right factor of products.
	 * @param matrix {@code [K][N]}, or {@code [N][K]} if transposed
	 * @param transposed whether the factor is the matrix's transpose
	 * @param rows M that most products will have
	 */
	Weights weights(Matrix matrix, boolean transposed, int rows);

	/**
	 * Computes c = a^T b, or c += a^T b.
	 * @param a {@code [K][M]}
	 * @param b {@code [K][N]}
	 * @param c {@code [M][N]}
	 * @param accumulate whether to add to c
	 */
	void transposed(Matrix a, Matrix b, Matrix c, boolean accumulate);

	/**
	 * Prepares softmax.
	 * @param rows each is replaced by exp(x) / sum(exp(x)) of its values x
	 */
	Softmax softmax(Matrix rows);

	/** Softmax of the rows of a matrix. Used by one thread at a time. */
	interface Softmax extends AutoCloseable {

		void run();

		@Override
		void close();

	}

	/** The right factor of products; may be used by several threads. */
	interface Weights extends AutoCloseable {

		/** Takes the matrix's values over. Until then, products use the old ones. */
		void refresh();

		/**
		 * Prepares products with these weights W {@code [K][N]}.
		 * @param rows M
		 * @param a has K columns
		 * @param c has N columns
		 * @param accumulate whether to add to c
		 */
		Product product(int rows, Matrix a, Matrix c, boolean accumulate);

		@Override
		void close();

	}

	/** A product of M rows with weights. Used by one thread at a time. */
	interface Product extends AutoCloseable {

		/**
		 * Computes rows of c from rows of a.
		 * @param aRow the first of M rows of a
		 * @param cRow the first of M rows of c
		 */
		void run(int aRow, int cRow);

		@Override
		void close();

	}

}
