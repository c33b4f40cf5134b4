package io.charrnn.model.product;

import java.util.function.IntFunction;

import io.charrnn.model.Precision;

/**
 * Products by plain loops in double precision, which native ones are compared with.
 * Factors are rounded as {@link BFloat16Operand} rounds them, if they are to be: like
 * there, only what was refreshed is seen.
 */
public final class PlainProducts implements Products {

	private final boolean rounded;

	public PlainProducts(Precision precision) {
		this.rounded = precision == Precision.BFLOAT16;
	}

	@Override
	public String name() {
		return "plain Java";
	}

	@Override
	public Products inFloat32() {
		return this.rounded ? new PlainProducts(Precision.FLOAT32) : this;
	}

	@Override
	public Operand operand(Matrix matrix) {
		return this.rounded ? new Copy(matrix, Matrix.allocate(matrix.rows(), matrix.columns()), true)
				: new FloatOperand(matrix);
	}

	@Override
	public Weights weights(Matrix matrix, boolean transposed, int rows) {
		return new PlainWeights(matrix, transposed);
	}

	@Override
	public TransposedProduct transposed(int rows, Operand a, Operand b, Matrix c) {
		return new PlainTransposed(rows, factor(a), factor(b), c);
	}

	@Override
	public Softmax softmax(Matrix rows) {
		return new PlainSoftmax(rows);
	}

	private static Matrix factor(Operand operand) {
		return (operand instanceof Copy copy) ? copy.rounded : operand.matrix();
	}

	/** To the nearest value of 8 bits of precision, to the even one of two. */
	static float round(float value) {
		int bits = Float.floatToRawIntBits(value);
		return Float.intBitsToFloat(bits + 0x7fff + (bits >>> 16 & 1) & 0xffff0000);
	}

	private static float[] row(Matrix matrix, int row) {
		float[] values = new float[matrix.columns()];
		matrix.read(row, 1, values);
		return values;
	}

	private static void addScaled(double factor, float[] row, double[] sums) {
		for (int column = 0; column < sums.length; column++) {
			sums[column] += factor * row[column];
		}
	}

	private static double[] zerosOr(Matrix c, int row, boolean values) {
		double[] sums = new double[c.columns()];
		if (values) {
			addScaled(1, row(c, row), sums);
		}
		return sums;
	}

	private static void write(double[] sums, Matrix c, int row) {
		float[] values = new float[sums.length];
		for (int column = 0; column < values.length; column++) {
			values[column] = (float) sums[column];
		}
		c.writeRow(row, values, 0);
	}

	private record Copy(Matrix matrix, Matrix rounded, boolean whole) implements Operand {

		@Override
		public void refresh(int row, int count) {
			for (int index = row; index < row + count; index++) {
				float[] values = row(this.matrix, index);
				for (int column = 0; column < values.length; column++) {
					values[column] = round(values[column]);
				}
				this.rounded.writeRow(index, values, 0);
			}
		}

		@Override
		public Operand rows(int from, int count) {
			return new Copy(this.matrix.rows(from, count), this.rounded.rows(from, count), false);
		}

		@Override
		public Operand columns(int from, int count) {
			return new Copy(this.matrix.columns(from, count), this.rounded.columns(from, count), false);
		}

		@Override
		public void close() {
			if (this.whole) {
				this.rounded.floats().close();
			}
		}

	}

	private final class PlainWeights implements Weights {

		private final Matrix matrix;

		/** {@code [K][N]}. */
		private final float[][] values;

		private final boolean transposed;

		PlainWeights(Matrix matrix, boolean transposed) {
			this.matrix = matrix;
			this.transposed = transposed;
			this.values = transposed ? new float[matrix.columns()][matrix.rows()]
					: new float[matrix.rows()][matrix.columns()];
		}

		@Override
		public void refresh() {
			for (int row = 0; row < this.matrix.rows(); row++) {
				float[] from = row(this.matrix, row);
				for (int column = 0; column < from.length; column++) {
					float value = PlainProducts.this.rounded ? round(from[column]) : from[column];
					if (this.transposed) {
						this.values[column][row] = value;
					}
					else {
						this.values[row][column] = value;
					}
				}
			}
		}

		@Override
		public Product product(int rows, Operand a, Matrix c, boolean accumulate) {
			return product(rows, factor(a), c, (row) -> zerosOr(c, row, accumulate));
		}

		@Override
		public Product biasedProduct(int rows, Operand a, Matrix c, Matrix bias) {
			return product(rows, factor(a), c, (row) -> zerosOr(bias, 0, true));
		}

		private Product product(int rows, Matrix a, Matrix c, IntFunction<double[]> start) {
			return new Product() {

				@Override
				public void run(int aRow, int cRow) {
					for (int row = 0; row < rows; row++) {
						double[] sums = start.apply(cRow + row);
						float[] factors = row(a, aRow + row);
						for (int k = 0; k < factors.length; k++) {
							addScaled(factors[k], PlainWeights.this.values[k], sums);
						}
						write(sums, c, cRow + row);
					}
				}

				@Override
				public void close() {
					// Holds nothing.
				}

			};
		}

		@Override
		public void close() {
			// Holds nothing.
		}

	}

	private record PlainTransposed(int rows, Matrix a, Matrix b, Matrix c) implements TransposedProduct {

		@Override
		public void run(int aRow, int bRow, boolean accumulate) {
			float[][] left = new float[this.rows][];
			float[][] right = new float[this.rows][];
			for (int row = 0; row < this.rows; row++) {
				left[row] = row(this.a, aRow + row);
				right[row] = row(this.b, bRow + row);
			}
			for (int m = 0; m < this.c.rows(); m++) {
				double[] sums = zerosOr(this.c, m, accumulate);
				for (int row = 0; row < this.rows; row++) {
					addScaled(left[row][m], right[row], sums);
				}
				write(sums, this.c, m);
			}
		}

		@Override
		public void close() {
			// Holds nothing.
		}

	}

}
