package io.charrnn.model.product;

import org.bytedeco.openblas.global.openblas;

/** OpenBLAS: available on every platform, but slow for operands with few rows. */
public final class OpenBlasProducts implements Products {

	public OpenBlasProducts() {
		openblas.blas_set_num_threads(1);
	}

	@Override
	public String name() {
		return openblas.OPENBLAS_VERSION.trim();
	}

	@Override
	public Products inFloat32() {
		return this;
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
		return new TransposedSgemm(rows, new MovingRows(a.matrix()), new MovingRows(b.matrix()), c);
	}

	@Override
	public Softmax softmax(Matrix rows) {
		return new PlainSoftmax(rows);
	}

	private record TransposedSgemm(int rows, MovingRows a, MovingRows b, Matrix c) implements TransposedProduct {

		@Override
		public void run(int aRow, int bRow, boolean accumulate) {
			openblas.cblas_sgemm(openblas.CblasRowMajor, openblas.CblasTrans, openblas.CblasNoTrans, this.a.columns(),
					this.b.columns(), this.rows, 1, this.a.at(aRow), this.a.stride(), this.b.at(bRow), this.b.stride(),
					accumulate ? 1 : 0, this.c.pointer(), this.c.stride());
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
			return new Sgemm(this, rows, new MovingRows(a.matrix()), new MovingRows(c), accumulate);
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

	private record Sgemm(PlainWeights weights, int rows, MovingRows a, MovingRows c,
			boolean accumulate) implements Product {

		@Override
		public void run(int aRow, int cRow) {
			int transpose = this.weights.transpose() ? openblas.CblasTrans : openblas.CblasNoTrans;
			Matrix matrix = this.weights.matrix();
			openblas.cblas_sgemm(openblas.CblasRowMajor, openblas.CblasNoTrans, transpose, this.rows, this.c.columns(),
					this.a.columns(), 1, this.a.at(aRow), this.a.stride(), matrix.pointer(), matrix.stride(),
					this.accumulate ? 1 : 0, this.c.at(cRow), this.c.stride());
		}

		@Override
		public void close() {
			// Holds nothing.
		}

	}

}
