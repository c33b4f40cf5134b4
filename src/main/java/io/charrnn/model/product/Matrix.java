package io.charrnn.model.product;

import org.bytedeco.javacpp.FloatPointer;

/**
 * A row-major matrix in native memory: the value in row i and column j is at
 * {@code offset + i * stride + j}.
 */
public final class Matrix {

	private final NativeFloats floats;

	private final int offset;

	private final int rows;

	private final int columns;

	private final int stride;

	private final FloatPointer pointer;

	/**
	 * A view of native floats.
	 * @param floats where the values are
	 * @param offset index of the first value
	 * @param rows their number
	 * @param columns their number; rows follow one another without a gap
	 */
	public Matrix(NativeFloats floats, int offset, int rows, int columns) {
		this(floats, offset, rows, columns, columns);
	}

	private Matrix(NativeFloats floats, int offset, int rows, int columns, int stride) {
		this.floats = floats;
		this.offset = offset;
		this.rows = rows;
		this.columns = columns;
		this.stride = stride;
		this.pointer = floats.pointer(offset);
	}

	/** A matrix of zeros in memory of its own, which is freed with its floats. */
	public static Matrix allocate(int rows, int columns) {
		return new Matrix(new NativeFloats((long) rows * columns), 0, rows, columns);
	}

	public NativeFloats floats() {
		return this.floats;
	}

	public int rows() {
		return this.rows;
	}

	public int columns() {
		return this.columns;
	}

	int stride() {
		return this.stride;
	}

	/** The first value. */
	FloatPointer pointer() {
		return this.pointer;
	}

	/** A view of some of the rows. */
	public Matrix rows(int from, int count) {
		return new Matrix(this.floats, this.offset + from * this.stride, count, this.columns, this.stride);
	}

	/** A view of some of the columns. */
	public Matrix columns(int from, int count) {
		return new Matrix(this.floats, this.offset + from, this.rows, count, this.stride);
	}

	/**
	 * Copies values out of the matrix, row after row.
	 * @param row the first row
	 * @param count rows to copy
	 * @param target {@code [count][columns]}
	 */
	public void read(int row, int count, float[] target) {
		if (this.columns == this.stride) {
			this.floats.read(index(row), target, 0, count * this.columns);
			return;
		}
		for (int copied = 0; copied < count; copied++) {
			this.floats.read(index(row + copied), target, copied * this.columns, this.columns);
		}
	}

	/**
	 * Copies values into the matrix, row after row.
	 * @param row the first row
	 * @param count rows to copy
	 * @param source {@code [count][columns]}
	 */
	public void write(int row, int count, float[] source) {
		if (this.columns == this.stride) {
			this.floats.write(index(row), source, 0, count * this.columns);
			return;
		}
		for (int copied = 0; copied < count; copied++) {
			this.floats.write(index(row + copied), source, copied * this.columns, this.columns);
		}
	}

	/** Copies one row into the matrix, from a place in an array. */
	public void writeRow(int row, float[] source, int from) {
		this.floats.write(index(row), source, from, this.columns);
	}

	public float get(int row, int column) {
		return this.floats.get(index(row) + column);
	}

	public void set(int row, int column, float value) {
		this.floats.set(index(row) + column, value);
	}

	private int index(int row) {
		return this.offset + row * this.stride;
	}

}
