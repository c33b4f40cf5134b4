package io.charrnn.model.product;

import java.util.function.Function;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products by the Vector API. The columns are cut into panels of four vectors, and the
 * rows of a panel follow one another: so the sums stay in registers, and memory is read
 * from the beginning to the end. (Panels of eight are slower where weights come from the
 * third-level cache.) What is left of the columns is in panels of one vector, the last
 * one filled up with zeros. Found by its name, by {@link RowMatrices}, where its module
 * is.
 */
final class VectorRows implements RowMatrix {

	private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

	private static final int LANES = SPECIES.length();

	/** Of a panel. */
	private static final int VECTORS = 4;

	/** After which C2 has been asked for both loops. */
	private static final int WARM_UP_ROUNDS = 3_000;

	/**
	 * A large array begins where a line of the cache does, with a header of 16 bytes:
	 * after so many values more, no vector is in two lines.
	 */
	private static final int BEGIN = 12;

	private final int rows;

	private final int columns;

	/** Panel by panel, each row by row. */
	private final float[] panels;

	private VectorRows(float[][] rows) {
		this.rows = rows.length;
		this.columns = rows[0].length;
		this.panels = new float[BEGIN + (this.columns + LANES - 1) / LANES * LANES * this.rows];
		copy(rows, false);
	}

	static Function<float[][], RowMatrix> factory() {
		if (LANES > LEAST_SCRATCH || PANEL % (VECTORS * LANES) != 0) {
			throw new UnsupportedOperationException("vectors of " + LANES + " values");
		}
		warmUp();
		return VectorRows::new;
	}

	/**
	 * Until they are compiled, loops over vectors make objects, and take a hundred times
	 * as long: better once, on a small matrix, than in the first text.
	 */
	private static void warmUp() {
		VectorRows small = new VectorRows(new float[128][(VECTORS + 1) * LANES]);
		float[] x = new float[small.rows];
		float[] y = new float[small.columns];
		float[] scratch = new float[Math.max(small.columns, LEAST_SCRATCH)];
		for (int round = 0; round < WARM_UP_ROUNDS; round++) {
			small.add(x, 0, y, scratch, 0, small.columns);
		}
	}

	private void copy(float[][] matrix, boolean back) {
		int index = BEGIN;
		int width;
		for (int column = 0; column < this.columns; column += width) {
			width = vectors(column) * LANES;
			int count = Math.min(width, this.columns - column);
			for (float[] row : matrix) {
				if (back) {
					System.arraycopy(this.panels, index, row, column, count);
				}
				else {
					System.arraycopy(row, column, this.panels, index, count);
				}
				index += width;
			}
		}
	}

	/** Those of the panel that begins with a column. */
	private int vectors(int column) {
		int left = (this.columns - column + LANES - 1) / LANES;
		return (left >= VECTORS) ? VECTORS : 1;
	}

	@Override
	public void add(float[] x, int from, float[] y, float[] scratch, int first, int end) {
		int column = first;
		while (column < end) {
			if (vectors(column) == VECTORS) {
				panel(x, from, y, scratch, column);
			}
			else {
				vector(x, from, y, scratch, column);
			}
			column += vectors(column) * LANES;
		}
	}

	private void panel(float[] x, int from, float[] y, float[] scratch, int column) {
		float[] w = this.panels;
		int index = BEGIN + column * this.rows;
		for (int begin = 0; begin < this.rows; begin += PlainProduct.BLOCK) {
			int end = Math.min(begin + PlainProduct.BLOCK, this.rows);
			FloatVector sum0 = FloatVector.zero(SPECIES);
			FloatVector sum1 = sum0;
			FloatVector sum2 = sum0;
			FloatVector sum3 = sum0;
			for (int row = begin; row < end; row++) {
				FloatVector value = FloatVector.broadcast(SPECIES, x[from + row]);
				sum0 = value.fma(FloatVector.fromArray(SPECIES, w, index), sum0);
				sum1 = value.fma(FloatVector.fromArray(SPECIES, w, index + LANES), sum1);
				sum2 = value.fma(FloatVector.fromArray(SPECIES, w, index + 2 * LANES), sum2);
				sum3 = value.fma(FloatVector.fromArray(SPECIES, w, index + 3 * LANES), sum3);
				index += VECTORS * LANES;
			}
			addTo(y, column, sum0, scratch);
			addTo(y, column + LANES, sum1, scratch);
			addTo(y, column + 2 * LANES, sum2, scratch);
			addTo(y, column + 3 * LANES, sum3, scratch);
		}
	}

	private void vector(float[] x, int from, float[] y, float[] scratch, int column) {
		int index = BEGIN + column * this.rows;
		for (int begin = 0; begin < this.rows; begin += PlainProduct.BLOCK) {
			int end = Math.min(begin + PlainProduct.BLOCK, this.rows);
			FloatVector sum = FloatVector.zero(SPECIES);
			for (int row = begin; row < end; row++) {
				FloatVector value = FloatVector.broadcast(SPECIES, x[from + row]);
				sum = value.fma(FloatVector.fromArray(SPECIES, this.panels, index), sum);
				index += LANES;
			}
			addTo(y, column, sum, scratch);
		}
	}

	/** The last vector may have more values than there are columns. */
	private void addTo(float[] y, int column, FloatVector sum, float[] scratch) {
		if (column + LANES <= this.columns) {
			FloatVector.fromArray(SPECIES, y, column).add(sum).intoArray(y, column);
			return;
		}
		sum.intoArray(scratch, 0);
		for (int index = column; index < this.columns; index++) {
			y[index] += scratch[index - column];
		}
	}

	@Override
	public int rows() {
		return this.rows;
	}

	@Override
	public int columns() {
		return this.columns;
	}

	@Override
	public float[][] toRows() {
		float[][] matrix = new float[this.rows][this.columns];
		copy(matrix, true);
		return matrix;
	}

}
