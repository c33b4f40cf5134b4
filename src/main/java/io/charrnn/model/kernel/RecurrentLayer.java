package io.charrnn.model.kernel;

import io.charrnn.model.Architecture;
import io.charrnn.model.ParameterLayout;
import org.jspecify.annotations.Nullable;

/**
 * One recurrent layer for some of the streams: forward and backward through the T steps
 * of a segment. Only the products with h of the step before are computed step by step;
 * those with the layer's input and all weight gradients are one product for a chunk of
 * steps, while what they read is near the processor.
 */
final class RecurrentLayer implements AutoCloseable {

	private final int streams;

	private final int steps;

	private final int chunkSteps;

	private final int hiddenSize;

	private final SegmentMemory memory;

	private final LayerInput input;

	private final Gates gates;

	private final @Nullable Dropout dropout;

	/** {@code [(T + 1) x B][H]}: h before the first step, then after each. */
	private final Products.Operand h;

	/** {@code [T x B][H]}: what the layer above reads. */
	private final Products.Operand output;

	/** {@code [chunkSteps x B][H]} each: the columns of z, block by block. */
	private final Matrix[] blocks;

	/** The first block that the input does not feed. */
	private final int firstRecurrentOnly;

	/** {@code [B x H]}. */
	private final float[] zero;

	private final Products.Product recurrent;

	private final Products.Product recurrentTransposed;

	private final Products.TransposedProduct recurrentGradient;

	private final Products.TransposedProduct biasGradient;

	private final int biasOffset;

	private final float[] values;

	RecurrentLayer(Architecture architecture, int layer, SegmentShape shape, SegmentMemory memory, Products products,
			NetworkWeights weights, ParameterMatrices gradient, LayerInput input, @Nullable Dropout dropout) {
		this.streams = shape.streams();
		this.steps = shape.steps();
		this.chunkSteps = shape.chunkSteps();
		this.hiddenSize = architecture.hiddenSize();
		this.memory = memory;
		this.input = input;
		this.dropout = dropout;
		this.values = weights.values();
		this.biasOffset = new ParameterLayout(architecture).bias(layer);
		this.gates = Gates.of(architecture.cell(), this.steps, this.streams * this.hiddenSize);
		this.h = products.operand(Matrix.allocate((this.steps + 1) * this.streams, this.hiddenSize));
		this.output = (dropout == null) ? this.h.rows(this.streams, this.steps * this.streams)
				: products.operand(Matrix.allocate(this.steps * this.streams, this.hiddenSize));
		this.blocks = new Matrix[memory.dz.length];
		for (int block = 0; block < this.blocks.length; block++) {
			this.blocks[block] = memory.z.matrix().columns(block * this.hiddenSize, this.hiddenSize);
		}
		this.firstRecurrentOnly = architecture.cell().gates();
		this.zero = new float[this.streams * this.hiddenSize];
		int columns = architecture.cell().gates() * this.hiddenSize;
		Products.Operand z = memory.z.columns(memory.z.matrix().columns() - columns, columns);
		this.recurrent = weights.recurrent(layer).product(this.streams, this.h, z.matrix(), true);
		this.recurrentTransposed = weights.recurrentTransposed(layer).product(this.streams, z, memory.dOutput, true);
		this.recurrentGradient = products.transposed(shape.chunkCharacters(), this.h, z, gradient.recurrent(layer));
		this.biasGradient = products.transposed(shape.chunkCharacters(), memory.ones, memory.z, gradient.bias(layer));
	}

	/** {@code [T x B][H]}: what the layer above reads. */
	Products.Operand output() {
		return this.output;
	}

	/** {@code [stateVectors][B x H]}: the states that the next segment begins with. */
	float[][] states() {
		return this.gates.before();
	}

	void forward(long iteration) {
		write(this.h, 0, states()[0]);
		spreadBias();
		if (this.dropout != null) {
			this.dropout.draw(iteration);
		}
		for (int step = 0; step < this.steps; step++) {
			forwardStep(step);
		}
	}

	private void forwardStep(int step) {
		int row = step * this.streams;
		int zRow = zRow(step);
		this.input.forwardStep(step);
		for (int block = this.firstRecurrentOnly; block < this.blocks.length; block++) {
			this.blocks[block].write(zRow, this.streams, this.zero);
		}
		this.recurrent.run(row, zRow);
		float[][] z = this.memory.dz;
		for (int block = 0; block < z.length; block++) {
			this.blocks[block].read(zRow, this.streams, z[block]);
		}
		float[] newH = this.gates.forward(step, z, this.memory.bias);
		write(this.h, row + this.streams, newH);
		if (this.dropout != null) {
			this.dropout.apply(step, newH, this.memory.dh);
			write(this.output, row, this.memory.dh);
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

	private void spreadBias() {
		for (int block = 0; block < this.blocks.length; block++) {
			for (int stream = 0; stream < this.streams; stream++) {
				System.arraycopy(this.values, this.biasOffset + block * this.hiddenSize, this.memory.bias[block],
						stream * this.hiddenSize, this.hiddenSize);
			}
		}
	}

	/**
	 * Goes back through the segment. The memory's dOutput is the gradient with respect to
	 * this layer's output before, and with respect to the output of the layer below
	 * after.
	 */
	void backward() {
		this.gates.beginBackward();
		this.input.beginBackward();
		for (int step = this.steps - 1; step >= 0; step--) {
			backwardStep(step);
		}
		this.input.backward();
		carryStates();
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
			this.recurrentTransposed.run(zRow(step + 1), row);
		}
		this.memory.dOutput.read(row, this.streams, dh);
		float[][] dz = this.memory.dz;
		int zRow = zRow(step);
		this.gates.backward(step, dh, dz);
		for (int block = 0; block < dz.length; block++) {
			this.blocks[block].write(zRow, this.streams, dz[block]);
		}
		this.memory.z.refresh(zRow, this.streams);
		if (step % this.chunkSteps == 0) {
			boolean accumulate = step + this.chunkSteps < this.steps;
			this.recurrentGradient.run(row, 0, accumulate);
			this.biasGradient.run(0, 0, accumulate);
		}
		this.input.backwardStep(step, dz);
	}

	private void carryStates() {
		float[][] before = this.gates.before();
		float[][] after = this.gates.after();
		for (int vector = 0; vector < before.length; vector++) {
			System.arraycopy(after[vector], 0, before[vector], 0, before[vector].length);
		}
	}

	@Override
	public void close() {
		this.recurrent.close();
		this.recurrentTransposed.close();
		this.recurrentGradient.close();
		this.biasGradient.close();
		this.input.close();
		this.h.close();
		this.h.matrix().floats().close();
		if (this.dropout != null) {
			this.output.close();
			this.output.matrix().floats().close();
		}
	}

}
