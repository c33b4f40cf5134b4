package io.charrnn.model.train;

import java.util.function.BooleanSupplier;

import io.charrnn.model.Architecture;
import io.charrnn.model.Normalization;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.Products;
import io.charrnn.model.product.Resources;
import org.jspecify.annotations.Nullable;

/**
 * One recurrent layer for some of the streams: forward and backward through the T steps
 * of a shard. Only the products with h of the step before are computed step by step;
 * those with the layer's input and all weight gradients are one product for a chunk of
 * steps, while what they read is in the cache.
 */
final class RecurrentLayer {

	private final int streams;

	private final int steps;

	private final int chunkSteps;

	private final int hiddenSize;

	private final ShardMemory memory;

	private final LayerInput input;

	private final Gates gates;

	private final @Nullable Dropout dropout;

	private final Beginnings beginnings;

	/** {@code [H]}: zeros. */
	private final float[] zeros;

	/** {@code [most streams][H]}: rows that are put back. */
	private final float[][] kept;

	/** {@code [(T + 1) x B][H]}: h before the first step, then after each. */
	private final Products.Operand h;

	/** {@code [T x B][H]}: what the layer above reads. */
	private final Products.Operand output;

	private final StepSums sums;

	/** The same, if sums are normalized. */
	private final @Nullable NormedSums normed;

	/** Blocks of z that the input feeds; a GRU has one more. */
	private final int fedBlocks;

	/** {@code [blocks that the input does not feed][B x H]}: what they begin with. */
	private final float[][] recurrentBias;

	private final Products.Product recurrent;

	private final Products.Product recurrentTransposed;

	private final Chunks<Products.TransposedProduct> recurrentGradient;

	private final Chunks<Products.TransposedProduct> biasGradient;

	private final ParameterMatrices parameters;

	private final ParameterMatrices gradient;

	private final int layer;

	private final int biasOffset;

	private final float[] values;

	RecurrentLayer(Resources resources, Architecture architecture, int layer, ShardShape shape, ShardMemory memory,
			Products products, NetworkWeights weights, ParameterMatrices gradient, LayerInput input,
			@Nullable Dropout dropout, Beginnings beginnings) {
		this.streams = shape.streams();
		this.steps = shape.steps();
		this.chunkSteps = shape.chunkSteps();
		this.hiddenSize = architecture.hiddenSize();
		this.memory = memory;
		this.input = input;
		this.dropout = dropout;
		this.beginnings = beginnings;
		this.zeros = new float[this.hiddenSize];
		this.kept = new float[this.streams][this.hiddenSize];
		this.values = weights.values();
		this.biasOffset = new ParameterLayout(architecture).bias(layer);
		this.gates = Gates.of(architecture.cell(), this.steps, this.streams * this.hiddenSize, beginnings);
		this.h = resources.add(products.operand(resources.matrix((this.steps + 1) * this.streams, this.hiddenSize)));
		this.output = (dropout == null) ? this.h.rows(this.streams, this.steps * this.streams)
				: resources.add(products.operand(resources.matrix(this.steps * this.streams, this.hiddenSize)));
		this.normed = (architecture.normalization() == Normalization.RMS)
				? new NormedSums(memory.z.matrix(), shape, this.hiddenSize) : null;
		this.sums = (this.normed != null) ? this.normed
				: new StepSums(memory.z.matrix(), this.streams, this.hiddenSize);
		this.parameters = weights.matrices();
		this.gradient = gradient;
		this.layer = layer;
		this.fedBlocks = architecture.cell().gates();
		this.recurrentBias = new float[architecture.cell().biases() - this.fedBlocks][this.streams * this.hiddenSize];
		int columns = this.fedBlocks * this.hiddenSize;
		Products.Operand z = memory.z.columns(memory.z.matrix().columns() - columns, columns);
		this.recurrent = resources.add(weights.recurrent(layer).product(this.streams, this.h, z.matrix(), true));
		this.recurrentTransposed = resources
			.add(weights.recurrentTransposed(layer).product(this.streams, z, memory.dOutput, true));
		this.recurrentGradient = Chunks.of(shape,
				(rows) -> resources.add(products.transposed(rows, this.h, z, gradient.recurrent(layer))));
		this.biasGradient = Chunks.of(shape,
				(rows) -> resources.add(products.transposed(rows, memory.ones, memory.z, gradient.bias(layer))));
	}

	/** {@code [T x B][H]}: what the layer above reads. */
	Products.Operand output() {
		return this.output;
	}

	/** {@code [stateVectors][B x H]}: the states that the next batch begins with. */
	float[][] states() {
		return this.gates.before();
	}

	/**
	 * Goes through the shard.
	 * @param goOn asked before each step
	 */
	void forward(long iteration, BooleanSupplier goOn) {
		write(this.h, 0, states()[0]);
		if (this.normed != null) {
			this.normed.beginForward(this.parameters.gain(this.layer), this.parameters.bias(this.layer));
		}
		else {
			spreadRecurrentBias();
		}
		this.input.beginForward();
		for (int step = 0; step < this.steps; step++) {
			if (!goOn.getAsBoolean()) {
				return;
			}
			forwardStep(step, iteration);
		}
	}

	private void forwardStep(int step, long iteration) {
		int row = step * this.streams;
		int zRow = zRow(step);
		this.input.forwardStep(step);
		this.sums.moveTo(step, zRow);
		for (int block = 0; block < this.recurrentBias.length; block++) {
			this.sums.write(this.fedBlocks + block, this.recurrentBias[block]);
		}
		runRecurrent(step, row, zRow);
		float[] newH = this.gates.forward(step, this.sums);
		write(this.h, row + this.streams, newH);
		if (this.dropout != null) {
			this.dropout.draw(iteration, step);
			this.dropout.apply(step, newH, this.memory.dh);
			write(this.output, row, this.memory.dh);
		}
	}

	/** The layer above still reads what the streams that begin ended with. */
	private void runRecurrent(int step, int row, int zRow) {
		if (step > 0) {
			keep(step, this.h.matrix(), row);
			forget(step);
		}
		this.recurrent.run(row, zRow);
		if (step > 0) {
			putBack(step, this.h.matrix(), row);
			for (int stream : this.beginnings.at(step)) {
				this.h.refresh(row + stream, 1);
			}
		}
	}

	private void keep(int step, Matrix rows, int first) {
		for (int stream : this.beginnings.at(step)) {
			rows.read(first + stream, 1, this.kept[stream]);
		}
	}

	private void putBack(int step, Matrix rows, int first) {
		for (int stream : this.beginnings.at(step)) {
			rows.writeRow(first + stream, this.kept[stream], 0);
		}
	}

	/** Lets streams that begin at a step see zeros as h of the step before. */
	private void forget(int step) {
		for (int stream : this.beginnings.at(step)) {
			this.h.matrix().writeRow(step * this.streams + stream, this.zeros, 0);
			this.h.refresh(step * this.streams + stream, 1);
		}
	}

	/** Where in z a step is. */
	private int zRow(int step) {
		return step % this.chunkSteps * this.streams;
	}

	private void write(Products.Operand operand, int row, float[] values) {
		operand.matrix().write(row, this.streams, values);
		operand.refresh(row, this.streams);
	}

	private void spreadRecurrentBias() {
		for (int block = 0; block < this.recurrentBias.length; block++) {
			int offset = this.biasOffset + (this.fedBlocks + block) * this.hiddenSize;
			for (int stream = 0; stream < this.streams; stream++) {
				System.arraycopy(this.values, offset, this.recurrentBias[block], stream * this.hiddenSize,
						this.hiddenSize);
			}
		}
	}

	/**
	 * Goes back through the shard. The memory's dOutput is the gradient with respect to
	 * this layer's output before, and with respect to the output of the layer below
	 * after.
	 * @param goOn asked before each step
	 */
	void backward(BooleanSupplier goOn) {
		this.gates.beginBackward();
		this.input.beginBackward();
		if (this.normed != null) {
			this.normed.beginBackward();
		}
		for (int step = 1; step < this.steps; step++) {
			forget(step);
		}
		for (int step = this.steps - 1; step >= 0; step--) {
			if (!goOn.getAsBoolean()) {
				return;
			}
			backwardStep(step);
		}
		this.input.backward();
		if (this.normed != null) {
			this.normed.backward(this.gradient.gain(this.layer), this.gradient.bias(this.layer));
		}
	}

	private void backwardStep(int step) {
		int row = step * this.streams;
		float[] dh = this.memory.dh;
		if (this.dropout != null) {
			this.memory.dOutput.read(row, this.streams, dh);
			this.dropout.apply(step, dh, dh);
			this.memory.dOutput.write(row, this.streams, dh);
		}
		if (step < this.steps - 1) {
			keep(step + 1, this.memory.dOutput, row);
			this.recurrentTransposed.run(zRow(step + 1), row);
			putBack(step + 1, this.memory.dOutput, row);
		}
		this.memory.dOutput.read(row, this.streams, dh);
		int zRow = zRow(step);
		this.sums.moveTo(step, zRow);
		this.gates.backward(step, dh, this.sums);
		this.memory.z.refresh(zRow, this.streams);
		if (this.recurrentGradient.beginAt(step)) {
			boolean accumulate = !this.recurrentGradient.endAfter(step);
			this.recurrentGradient.at(step).run(row, 0, accumulate);
			if (this.normed == null) {
				this.biasGradient.at(step).run(0, 0, accumulate);
			}
		}
		this.input.backwardStep(step);
	}

	/** Lets the next batch begin with the states that this one ended with. */
	void carryStates() {
		float[][] before = this.gates.before();
		float[][] after = this.gates.after();
		for (int vector = 0; vector < before.length; vector++) {
			System.arraycopy(after[vector], 0, before[vector], 0, before[vector].length);
		}
	}

}
