package io.charrnn.model.step;

import java.util.List;
import java.util.Objects;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.Products;
import org.jspecify.annotations.Nullable;

/** Computes the steps of a batch with products of all rows. */
final class BatchProducts {

	/** Values of a gate in a tile: all of the work on it happens in the first cache. */
	private static final int TILE = 1024;

	private final StepWeights weights;

	private final int stateVectors;

	private final CellTile tile;

	/** {@code [CAPACITY][H]}: h of each layer as the arrays have it, unless changed. */
	private final Products.Operand[] h;

	/** {@code [CAPACITY][H]}: h of the top layer for some of the rows. */
	private final Products.Operand asked;

	/** {@code [CAPACITY][gates x H]}. */
	private final Matrix gates;

	/** {@code [CAPACITY][gates x H]}: the same matrix, but for a GRU. */
	private final Matrix recurrentSums;

	/** {@code [CAPACITY][V]}. */
	private final Matrix logits;

	private final @Nullable PackedProduct[] input;

	private final PackedProduct[] recurrent;

	/** {@code [layers]}: of one row, where plain Java has other bits. */
	private final @Nullable SingleRowProduct[] lone;

	private final PackedProduct output;

	private final PackedProduct askedOutput;

	/**
	 * {@code [layers][CAPACITY][gates x H]}: what the sums begin with; of layer 0 none.
	 */
	private final float[][] bias;

	/** {@code [layers][CAPACITY][gates x H]}: of a GRU. */
	private final float[][] recurrentBias;

	/** {@code [CAPACITY][V]}. */
	private final float[] outputBias;

	private boolean changed = true;

	/**
	 * Prepares products.
	 * @param weights of the model
	 * @param matrices the same, packed
	 * @param likePlainJava whether one row alone may be computed by plain Java
	 */
	BatchProducts(StepWeights weights, PackedWeights.Matrices matrices, boolean likePlainJava) {
		this.weights = weights;
		Architecture architecture = weights.architecture();
		int layers = architecture.layers();
		int hiddenSize = architecture.hiddenSize();
		int columns = architecture.cell().gates() * hiddenSize;
		boolean gru = architecture.cell() == Cell.GRU;
		this.stateVectors = architecture.cell().stateVectors();
		this.tile = new CellTile(architecture.cell(), hiddenSize,
				Math.min(StepBatch.CAPACITY, Math.max(1, TILE / hiddenSize)));
		this.gates = rows(columns);
		this.recurrentSums = gru ? rows(columns) : this.gates;
		Products products = matrices.products();
		this.h = new Products.Operand[layers];
		this.lone = new @Nullable SingleRowProduct[layers];
		this.input = new @Nullable PackedProduct[layers];
		this.recurrent = new PackedProduct[layers];
		this.bias = new float[layers][];
		this.recurrentBias = new float[layers][];
		for (int layer = 0; layer < layers; layer++) {
			this.h[layer] = products.operand(rows(hiddenSize));
			this.lone[layer] = likePlainJava ? null
					: new SingleRowProduct(products, matrices.recurrent().get(layer), hiddenSize, columns);
			PackedMatrix packed = matrices.input().get(layer);
			this.input[layer] = (packed != null) ? packed.product(this.h[layer - 1], this.gates) : null;
			this.recurrent[layer] = matrices.recurrent().get(layer).product(this.h[layer], this.recurrentSums);
			this.bias[layer] = (layer == 0) ? new float[0] : repeat(weights.layers()[layer].bias());
			this.recurrentBias[layer] = gru ? repeat(weights.layers()[layer].recurrentBias()) : new float[0];
		}
		this.asked = products.operand(rows(hiddenSize));
		this.logits = rows(architecture.alphabetSize());
		this.output = matrices.output().product(this.h[layers - 1], this.logits);
		this.askedOutput = matrices.output().product(this.asked, this.logits);
		this.outputBias = repeat(weights.outputBias());
	}

	/** Is told that rows were added, removed or stepped elsewhere. */
	void stateChanged() {
		this.changed = true;
	}

	/**
	 * Reads a character of each row.
	 * @param vectors {@code [layers x stateVectors][CAPACITY x H]}: become those after it
	 * @param size rows
	 * @param characters {@code [at least size]}
	 */
	void step(float[][] vectors, int size, int[] characters) {
		upload(vectors, size);
		for (int layer = 0; layer < this.h.length; layer++) {
			if (layer == 0) {
				for (int row = 0; row < size; row++) {
					this.gates.writeRow(row, this.weights.base(0, characters[row]), 0);
				}
			}
			else {
				this.gates.write(0, size, this.bias[layer]);
				Objects.requireNonNull(this.input[layer]).run(size);
			}
			if (this.recurrentSums != this.gates) {
				this.recurrentSums.write(0, size, this.recurrentBias[layer]);
			}
			this.recurrent[layer].run(size);
			cells(vectors, layer * this.stateVectors, size);
			write(this.h[layer], size, vectors[layer * this.stateVectors]);
		}
	}

	private static void write(Products.Operand h, int size, float[] values) {
		h.matrix().write(0, size, values);
		h.refresh(0, PackedProduct.computed(size));
	}

	private void cells(float[][] vectors, int first, int size) {
		int hiddenSize = this.weights.architecture().hiddenSize();
		for (int row = 0; row < size; row += this.tile.rows()) {
			int count = Math.min(this.tile.rows(), size - row);
			this.gates.read(row, count, this.tile.gates());
			if (this.recurrentSums != this.gates) {
				this.recurrentSums.read(row, count, this.tile.recurrent());
			}
			this.tile.apply(vectors, first, row * hiddenSize, count);
		}
	}

	/**
	 * Reads characters of one text, layer by layer: only the recurrent products depend on
	 * the character before, the others are computed for all characters at once.
	 * @param vectors {@code [layers x stateVectors][CAPACITY x H]}: the text's row
	 * becomes that after the last character
	 * @param offset where the text's row begins in each vector
	 * @param characters {@code [at least count]}
	 * @param count up to CAPACITY
	 * @param scratch the calling thread's
	 */
	void read(float[][] vectors, int offset, int[] characters, int count, Stepper.Scratch scratch) {
		for (int layer = 0; layer < this.h.length; layer++) {
			int first = layer * this.stateVectors;
			PackedProduct below = this.input[layer];
			if (below != null) {
				this.gates.write(0, count, this.bias[layer]);
				below.run(count);
			}
			for (int index = 0; index < count; index++) {
				CellTile one = scratch.tile();
				if (below != null) {
					this.gates.read(index, 1, one.gates());
				}
				else {
					float[] base = this.weights.base(0, characters[index]);
					System.arraycopy(base, 0, one.gates(), 0, base.length);
				}
				addRecurrent(layer, vectors[first], offset, scratch);
				one.apply(vectors, first, offset, 1);
				this.h[layer].matrix().writeRow(index, vectors[first], offset);
			}
			this.h[layer].refresh(0, PackedProduct.computed(count));
		}
	}

	private void addRecurrent(int layer, float[] h, int offset, Stepper.Scratch scratch) {
		SingleRowProduct alone = this.lone[layer];
		if (alone == null) {
			this.weights.addRecurrent(layer, h, offset, scratch);
			return;
		}
		this.weights.beginRecurrent(layer, scratch);
		alone.add(h, offset, scratch.tile().recurrentSums());
	}

	/**
	 * Computes the logits after each of the characters that were read.
	 * @param results {@code [at least count][V]}
	 */
	void readLogits(int count, float[][] results) {
		this.logits.write(0, count, this.outputBias);
		this.output.run(count);
		for (int index = 0; index < count; index++) {
			this.logits.read(index, 1, results[index]);
		}
	}

	/**
	 * Computes the logits of some rows.
	 * @param vectors {@code [layers x stateVectors][CAPACITY x H]}
	 * @param size rows
	 * @param rows {@code [at least count]}, in ascending order
	 * @param count how many
	 * @param results {@code [CAPACITY][V]}: those of the rows are overwritten
	 */
	void logits(float[][] vectors, int size, int[] rows, int count, float[][] results) {
		upload(vectors, size);
		this.logits.write(0, count, this.outputBias);
		if (rows[count - 1] == count - 1) {
			this.output.run(count);
		}
		else {
			int hiddenSize = this.weights.architecture().hiddenSize();
			float[] top = vectors[(this.h.length - 1) * this.stateVectors];
			for (int index = 0; index < count; index++) {
				this.asked.matrix().writeRow(index, top, rows[index] * hiddenSize);
			}
			this.asked.refresh(0, PackedProduct.computed(count));
			this.askedOutput.run(count);
		}
		for (int index = 0; index < count; index++) {
			this.logits.read(index, 1, results[rows[index]]);
		}
	}

	private void upload(float[][] vectors, int size) {
		if (this.changed) {
			for (int layer = 0; layer < this.h.length; layer++) {
				write(this.h[layer], size, vectors[layer * this.stateVectors]);
			}
			this.changed = false;
		}
	}

	private static Matrix rows(int columns) {
		return Matrix.allocate(StepBatch.CAPACITY, columns);
	}

	private static float[] repeat(float[] row) {
		float[] rows = new float[StepBatch.CAPACITY * row.length];
		for (int index = 0; index < StepBatch.CAPACITY; index++) {
			System.arraycopy(row, 0, rows, index * row.length, row.length);
		}
		return rows;
	}

}
