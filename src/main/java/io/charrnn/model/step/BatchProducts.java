package io.charrnn.model.step;

import java.util.Objects;

import io.charrnn.model.Architecture;
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

	/** {@code [CAPACITY][gates x H]}: the same matrix unless a gate is split. */
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

	/** {@code [layers][CAPACITY][gates x H]}: where a gate is split. */
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
		boolean split = architecture.cell().splitsLastGate();
		this.stateVectors = architecture.cell().stateVectors();
		this.tile = new CellTile(architecture.cell(), hiddenSize,
				Math.min(StepBatch.CAPACITY, Math.max(1, TILE / hiddenSize)));
		this.gates = rows(columns);
		this.recurrentSums = split ? rows(columns) : this.gates;
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
			this.recurrentBias[layer] = split ? repeat(weights.layers()[layer].recurrentBias()) : new float[0];
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
	 * Reads characters of each row, layer by layer: only the recurrent products depend on
	 * the character before, the others are computed for all characters at once. The rows
	 * of a step begin at a multiple of four.
	 * @param vectors {@code [layers x stateVectors][CAPACITY x H]}: become those after
	 * the last character
	 * @param size rows
	 * @param characters {@code [steps][size]}
	 * @param steps such that all rows of all steps fit
	 */
	void read(float[][] vectors, int size, int[] characters, int steps) {
		upload(vectors, size);
		int stride = PackedProduct.computed(size);
		for (int layer = 0; layer < this.h.length; layer++) {
			begin(layer, size, characters, steps);
			for (int step = 0; step < steps; step++) {
				int row = step * stride;
				this.recurrent[layer].run(size, Math.max(0, row - stride), row);
				cells(vectors, layer, size, row);
				write(this.h[layer], row, size, vectors[layer * this.stateVectors]);
			}
		}
		this.changed = steps > 1;
	}

	/** Sets the sums of a layer to what does not depend on its own state. */
	private void begin(int layer, int size, int[] characters, int steps) {
		int stride = PackedProduct.computed(size);
		int rows = (steps - 1) * stride + size;
		if (layer == 0) {
			for (int index = 0; index < steps * size; index++) {
				this.gates.writeRow(index / size * stride + index % size, this.weights.base(0, characters[index]), 0);
			}
		}
		else {
			this.gates.write(0, rows, this.bias[layer]);
			Objects.requireNonNull(this.input[layer]).run(rows);
		}
		if (this.recurrentSums != this.gates) {
			this.recurrentSums.write(0, rows, this.recurrentBias[layer]);
		}
	}

	private static void write(Products.Operand h, int from, int size, float[] values) {
		h.matrix().write(from, size, values);
		h.refresh(from, PackedProduct.computed(size));
	}

	private void cells(float[][] vectors, int layer, int size, int from) {
		int first = layer * this.stateVectors;
		int hiddenSize = this.weights.architecture().hiddenSize();
		for (int row = 0; row < size; row += this.tile.rows()) {
			int count = Math.min(this.tile.rows(), size - row);
			this.gates.read(from + row, count, this.tile.gates());
			if (this.recurrentSums != this.gates) {
				this.recurrentSums.read(from + row, count, this.tile.recurrent());
			}
			this.tile.apply(vectors, first, row * hiddenSize, count, this.weights.norm(layer));
		}
	}

	/**
	 * Reads characters of one row alone in some layers. The recurrent products are
	 * computed one by one without the library, if that has the same bits.
	 * @param layers of which, those from the first one on have read the characters before
	 * @param vectors {@code [layers x stateVectors][at least H]}: the first row of these
	 * layers becomes that after the last character
	 * @param block the characters
	 * @param scratch the calling thread's
	 * @param shared the part of the recurrent products that another thread may compute
	 */
	void read(Layers layers, float[][] vectors, Block block, Stepper.Scratch scratch, @Nullable SharedColumns shared) {
		int count = block.end() - block.from();
		for (int layer = layers.from(); layer < layers.end(); layer++) {
			int first = layer * this.stateVectors;
			PackedProduct below = this.input[layer];
			if (below != null) {
				this.gates.write(block.from(), count, this.bias[layer]);
				below.run(count, block.from(), block.from());
			}
			for (int index = block.from(); index < block.end(); index++) {
				CellTile one = scratch.tile();
				if (below != null) {
					this.gates.read(index, 1, one.gates());
				}
				else {
					float[] base = this.weights.base(0, block.characters()[index]);
					System.arraycopy(base, 0, one.gates(), 0, base.length);
				}
				addRecurrent(layer, vectors[first], scratch, shared);
				one.apply(vectors, first, 0, 1, this.weights.norm(layer));
				this.h[layer].matrix().writeRow(index, vectors[first], 0);
			}
			this.h[layer].refresh(block.from(), PackedProduct.computed(count));
		}
	}

	/**
	 * Copies what a layer wrote for the one above it.
	 * @param to of the same model
	 * @param buffer {@code [at least characters x H]}
	 */
	void copy(int layer, Block block, BatchProducts to, float[] buffer) {
		int count = block.end() - block.from();
		this.h[layer].matrix().read(block.from(), count, buffer);
		to.h[layer].matrix().write(block.from(), count, buffer);
		to.h[layer].refresh(block.from(), PackedProduct.computed(count));
	}

	/** All layers. */
	Layers layers() {
		return new Layers(0, this.h.length);
	}

	private void addRecurrent(int layer, float[] h, Stepper.Scratch scratch, @Nullable SharedColumns shared) {
		SingleRowProduct alone = this.lone[layer];
		if (alone != null) {
			this.weights.beginRecurrent(layer, scratch);
			alone.add(h, 0, scratch.tile().recurrentSums());
		}
		else if (shared == null || !shared.askForRecurrent(layer, 0, scratch)) {
			this.weights.addRecurrent(layer, h, 0, scratch);
		}
		else {
			int columns = scratch.tile().gates().length;
			this.weights.addRecurrent(layer, h, 0, scratch, 0, shared.first());
			if (!shared.take(scratch)) {
				this.weights.addRecurrent(layer, h, 0, scratch, shared.first(), columns);
			}
		}
	}

	/**
	 * Computes the logits after each of the characters that were read.
	 * @param size rows
	 * @param steps characters of each
	 * @param results {@code [at least steps x size][V]}
	 */
	void readLogits(int size, int steps, float[][] results) {
		int stride = (size == 1) ? 1 : PackedProduct.computed(size);
		int rows = (steps - 1) * stride + size;
		this.logits.write(0, rows, this.outputBias);
		this.output.run(rows);
		for (int index = 0; index < steps * size; index++) {
			this.logits.read(index / size * stride + index % size, 1, results[index]);
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
				write(this.h[layer], 0, size, vectors[layer * this.stateVectors]);
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

	/**
	 * Layers, one above the other.
	 *
	 * @param from the first
	 * @param end the one after the last
	 */
	record Layers(int from, int end) {
	}

	/**
	 * Some of the characters of a text that are read at once.
	 *
	 * @param characters their indices in the alphabet
	 * @param from the first, a multiple of four
	 * @param end the one after the last, up to CAPACITY
	 */
	record Block(int[] characters, int from, int end) {
	}

}
