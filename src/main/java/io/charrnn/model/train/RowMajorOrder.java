package io.charrnn.model.train;

import java.util.stream.IntStream;

import io.charrnn.model.Architecture;
import io.charrnn.model.Normalization;
import io.charrnn.model.ParameterLayout;

/**
 * The order in which kernels hold the values of a flat vector. Its parts are those of
 * {@link ParameterLayout}, at the same offsets, but input and recurrent weights are
 * row-major, so that the row of a character is in one piece, and the blocks of H columns
 * may have another order. Output weights {@code [V][H]} and bias stay as they are.
 * <p>
 * A layer works on {@code blocks x H} columns: input weights feed the first of them,
 * recurrent weights the last, and each has a bias. Where the last gate is split, its
 * input's part comes first and its recurrent part last (of a GRU: n, r, z and q, the
 * recurrent part of n), so that either product has its columns side by side; for the
 * other cells all columns have both, in DL4J's order.
 */
final class RowMajorOrder {

	/** As many lines of the cache as have the same place in it, with 8 ways and H 512. */
	private static final int TILE_ROWS = 8;

	/** Floats of a line of the cache. */
	private static final int TILE_COLUMNS = 16;

	private final Architecture architecture;

	private final ParameterLayout layout;

	RowMajorOrder(Architecture architecture) {
		this.architecture = architecture;
		this.layout = new ParameterLayout(architecture);
	}

	/** Blocks of H columns that a layer works on. */
	int blocks() {
		return this.architecture.cell().biases();
	}

	/**
	 * Reorders values for kernels.
	 * @param flat in DL4J's order
	 * @param from where they begin in that array
	 */
	float[] fromFlat(float[] flat, int from) {
		float[] values = new float[this.layout.length()];
		System.arraycopy(flat, from, values, 0, values.length);
		forEachMoved((kernel, place) -> values[kernel] = flat[from + place]);
		return values;
	}

	/**
	 * Puts values of kernels into DL4J's order.
	 * @param values in kernels' order
	 * @param flat receives them
	 * @param to where they begin in that array
	 */
	void toFlat(float[] values, float[] flat, int to) {
		System.arraycopy(values, 0, flat, to, values.length);
		forEachMoved((kernel, place) -> flat[to + place] = values[kernel]);
	}

	private void forEachMoved(Move move) {
		int gates = this.architecture.cell().gates();
		int[] same = IntStream.range(0, blocks()).toArray();
		int[] lastFirst = this.architecture.cell().splitsLastGate() ? IntStream.range(0, blocks())
			.map((block) -> (block < gates) ? (block + gates - 1) % gates : block)
			.toArray() : same;
		for (int layer = 0; layer < this.architecture.layers(); layer++) {
			matrix(this.layout.inputWeights(layer), this.architecture.inputSize(layer), gates, lastFirst, move);
			matrix(this.layout.recurrentWeights(layer), this.architecture.hiddenSize(), gates, same, move);
			matrix(this.layout.bias(layer), 1, blocks(), lastFirst, move);
			if (this.architecture.normalization() == Normalization.RMS) {
				matrix(this.layout.gain(layer), 1, blocks(), lastFirst, move);
			}
		}
	}

	/**
	 * Goes through a matrix of H columns in each block, tile by tile: line by line, each
	 * value of a column would be in another line of the cache, all of which compete for
	 * the same few places in it if H is a power of two.
	 * @param sources for each block of a kernel, which block of DL4J's it is
	 */
	private void matrix(int offset, int rows, int blocks, int[] sources, Move move) {
		int hiddenSize = this.architecture.hiddenSize();
		for (int block = 0; block < blocks; block++) {
			int kernel = offset + block * hiddenSize;
			int source = offset + sources[block] * hiddenSize * rows;
			for (int row = 0; row < rows; row += TILE_ROWS) {
				for (int column = 0; column < hiddenSize; column += TILE_COLUMNS) {
					tile(kernel, blocks * hiddenSize, source, rows, row, column, move);
				}
			}
		}
	}

	/**
	 * Goes through a tile.
	 * @param width of the kernel's rows
	 * @param rows of the matrix, which are DL4J's columns one after the other
	 * @param firstRow of the tile
	 * @param firstColumn of the tile
	 */
	private void tile(int kernel, int width, int source, int rows, int firstRow, int firstColumn, Move move) {
		int lastRow = Math.min(rows, firstRow + TILE_ROWS);
		int lastColumn = Math.min(this.architecture.hiddenSize(), firstColumn + TILE_COLUMNS);
		for (int column = firstColumn; column < lastColumn; column++) {
			for (int row = firstRow; row < lastRow; row++) {
				move.move(kernel + row * width + column, source + column * rows + row);
			}
		}
	}

	/** What is done with the two places of a value. */
	private interface Move {

		void move(int kernel, int flat);

	}

}
