package io.charrnn.model.product;

/**
 * Products, and softmax, of matrices of floats in native memory. Factors may be rounded
 * to a format with fewer digits; sums are floats. Each runs on the calling thread alone;
 * different threads may run different products at once.
 */
public interface Products {

	/** The library that computes them, with its version. */
	String name();

	/** Those of the same library whose factors are not rounded. */
	Products inFloat32();

	/**
	 * Prepares a matrix for being the left factor of products.
	 * @param matrix {@link Operand#refresh} takes its values over
	 */
	Operand operand(Matrix matrix);

	/**
	 * Prepares weights for being the right factor of products.
	 * @param matrix {@code [K][N]}, or {@code [N][K]} if transposed
	 * @param transposed whether the factor is the matrix's transpose
	 * @param rows M that most products will have
	 */
	Weights weights(Matrix matrix, boolean transposed, int rows);

	/**
	 * Prepares c = a^T b over some rows of a and b.
	 * @param rows K
	 * @param a has M columns
	 * @param b has N columns
	 * @param c {@code [M][N]}
	 */
	TransposedProduct transposed(int rows, Operand a, Operand b, Matrix c);

	/**
	 * Prepares softmax.
	 * @param rows each is replaced by exp(x) / sum(exp(x)) of its values x
	 */
	Softmax softmax(Matrix rows);

	/** A matrix as products read it. Used by one thread at a time. */
	interface Operand extends Freeable {

		Matrix matrix();

		/**
		 * Takes changed rows over. Until then, products may use the old ones.
		 * @param row the first
		 * @param count how many
		 */
		void refresh(int row, int count);

		/** A view of some of the rows. */
		Operand rows(int from, int count);

		/** A view of some of the columns. */
		Operand columns(int from, int count);

		/** Frees what it holds beside the matrix; views hold nothing. */
		@Override
		void close();

	}

	/** A product over rows of two matrices. Used by one thread at a time. */
	interface TransposedProduct extends Freeable {

		/**
		 * Computes c, or adds to it.
		 * @param aRow the first of K rows of a
		 * @param bRow the first of K rows of b
		 * @param accumulate whether to add to c
		 */
		void run(int aRow, int bRow, boolean accumulate);

		@Override
		void close();

	}

	/** Softmax of the rows of a matrix. Used by one thread at a time. */
	interface Softmax extends Freeable {

		void run();

		@Override
		void close();

	}

	/** The right factor of products; may be used by several threads. */
	interface Weights extends Freeable {

		/** Takes the matrix's values over. Until then, products use the old ones. */
		void refresh();

		/**
		 * Prepares products with these weights W {@code [K][N]}.
		 * @param rows M
		 * @param a has K columns
		 * @param c has N columns
		 * @param accumulate whether to add to c
		 */
		Product product(int rows, Operand a, Matrix c, boolean accumulate);

		/**
		 * Prepares products with these weights W {@code [K][N]} to which a row is added.
		 * @param rows M
		 * @param a has K columns
		 * @param c has N columns; is set
		 * @param bias {@code [1][N]}, read at each product
		 */
		Product biasedProduct(int rows, Operand a, Matrix c, Matrix bias);

		@Override
		void close();

	}

	/** A product of M rows with weights. Used by one thread at a time. */
	interface Product extends Freeable {

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
