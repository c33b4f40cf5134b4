package io.charrnn.model.kernel;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/** OpenBLAS: on every platform, but slow where a factor has few rows. */
final class OpenBlasProducts implements Products {

	OpenBlasProducts() {
		openblas.blas_set_num_threads(1);
	}

	@Override
	public String name() {
		return openblas.OPENBLAS_VERSION.trim();
	}

	@Override
	public Operand operand(Matrix matrix) {
		return new FloatOperand(matrix);
	}

	@Override
	public Weights weights(Matrix matrix, boolean transposed, int rows) {
		return new PlainWeights(matrix, transposed);
	}

	@Override
	public TransposedProduct transposed(int rows, Operand a, Operand b, Matrix c) {
		return new TransposedSgemm(rows, a.matrix(), b.matrix(), c);
	}

	@Override
	public Softmax softmax(Matrix rows) {
		return new PlainSoftmax(rows);
	}

	private record TransposedSgemm(int rows, Matrix a, Matrix b, Matrix c) implements TransposedProduct {

		@Override
		public void run(int aRow, int bRow, boolean accumulate) {
			openblas.cblas_sgemm(openblas.CblasRowMajor, openblas.CblasTrans, openblas.CblasNoTrans, this.a.columns(),
					this.b.columns(), this.rows, 1, this.a.pointer(aRow), this.a.stride(), this.b.pointer(bRow),
					this.b.stride(), accumulate ? 1 : 0, this.c.pointer(), this.c.stride());
		}

		@Override
		public void close() {
			// Holds nothing.
		}

	}

	/** Weights that are used as they are. */
	private record PlainWeights(Matrix matrix, boolean transpose) implements Weights {

		@Override
		public void refresh() {
			// Products read the matrix itself.
		}

		@Override
		public Product product(int rows, Operand a, Matrix c, boolean accumulate) {
			return new Sgemm(this, rows, a.matrix(), c, accumulate);
		}

		@Override
		public Product biasedProduct(int rows, Operand a, Matrix c, Matrix bias) {
			return new BiasedSgemm(rows, c, bias, new float[bias.columns()], product(rows, a, c, true));
		}

		@Override
		public void close() {
			// Holds nothing.
		}

	}

	/** Begins each row with the bias. */
	private record BiasedSgemm(int rows, Matrix c, Matrix bias, float[] row, Product adding) implements Product {

		@Override
		public void run(int aRow, int cRow) {
			this.bias.read(0, 1, this.row);
			for (int offset = 0; offset < this.rows; offset++) {
				this.c.writeRow(cRow + offset, this.row, 0);
			}
			this.adding.run(aRow, cRow);
		}

		@Override
		public void close() {
			this.adding.close();
		}

	}

	private static final class Sgemm implements Product {

		private final PlainWeights weights;

		private final int rows;

		private final Matrix a;

		private final Matrix c;

		private final boolean accumulate;

		private final FloatPointer aRows;

		private final FloatPointer cRows;

		private Sgemm(PlainWeights weights, int rows, Matrix a, Matrix c, boolean accumulate) {
			this.weights = weights;
			this.rows = rows;
			this.a = a;
			this.c = c;
			this.accumulate = accumulate;
			this.aRows = new FloatPointer(a.pointer());
			this.cRows = new FloatPointer(c.pointer());
		}

		@Override
		public void run(int aRow, int cRow) {
			this.aRows.position((long) aRow * this.a.stride());
			this.cRows.position((long) cRow * this.c.stride());
			int transpose = this.weights.transpose() ? openblas.CblasTrans : openblas.CblasNoTrans;
			Matrix matrix = this.weights.matrix();
			openblas.cblas_sgemm(openblas.CblasRowMajor, openblas.CblasNoTrans, transpose, this.rows, this.c.columns(),
					this.a.columns(), 1, this.aRows, this.a.stride(), matrix.pointer(), matrix.stride(),
					this.accumulate ? 1 : 0, this.cRows, this.c.stride());
		}

		@Override
		public void close() {
			// Holds nothing.
		}

	}

}
