package io.charrnn.model.kernel;

import io.charrnn.model.Architecture;
import io.charrnn.model.ParameterLayout;
import org.jspecify.annotations.Nullable;

/**
 * One recurrent layer for some of the streams: forward and backward through the T steps
 * of a segment. Only the products with h of the step before are computed step by step;
 * those with the layer's input and all weight gradients are one product per segment.
 */
final class RecurrentLayer implements AutoCloseable {

	private final int streams;

	private final int steps;

	private final int hiddenSize;

	private final SegmentMemory memory;

	private final LayerInput input;

	private final Gates gates;

	private final @Nullable Dropout dropout;

	/** {@code [(T + 1) x B][H]}: h before the first step, then after each. */
	private final Matrix h;

	/** {@code [T x B][H]}: what the layer above reads. */
	private final Matrix output;

	/** {@code [T x B][H]} each: the columns of z, block by block. */
	private final Matrix[] blocks;

	/** {@code [T x B][gates x H]}: the columns of z that the recurrent product feeds. */
	private final Matrix zRecurrent;

	/** The first block that the input does not feed. */
	private final int firstRecurrentOnly;

	/** {@code [B x H]}. */
	private final float[] zero;

	private final Products products;

	private final Products.Product recurrent;

	private final Products.Product recurrentTransposed;

	private final Matrix recurrentGradient;

	private final Matrix biasGradient;

	private final int biasOffset;

	private final float[] values;

	RecurrentLayer(Architecture architecture, int layer, SegmentShape shape, SegmentMemory memory, Products products,
			NetworkWeights weights, ParameterMatrices gradient, LayerInput input, @Nullable Dropout dropout) {
		this.streams = shape.streams();
		this.steps = shape.steps();
		this.hiddenSize = architecture.hiddenSize();
		this.memory = memory;
		this.input = input;
		this.dropout = dropout;
		this.products = products;
		this.values = weights.values();
		this.biasOffset = new ParameterLayout(architecture).bias(layer);
		this.gates = Gates.of(architecture.cell(), this.steps, this.streams * this.hiddenSize);
		this.h = Matrix.allocate((this.steps + 1) * this.streams, this.hiddenSize);
		Matrix everyH = this.h.rows(this.streams, this.steps * this.streams);
		this.output = (dropout == null) ? everyH : Matrix.allocate(everyH.rows(), this.hiddenSize);
		this.blocks = new Matrix[memory.dz.length];
		for (int block = 0; block < this.blocks.length; block++) {
			this.blocks[block] = memory.z.columns(block * this.hiddenSize, this.hiddenSize);
		}
		this.firstRecurrentOnly = architecture.cell().gates();
		this.zero = new float[this.streams * this.hiddenSize];
		int columns = architecture.cell().gates() * this.hiddenSize;
		this.zRecurrent = memory.z.columns(memory.z.columns() - columns, columns);
		this.recurrent = weights.recurrent(layer).product(this.streams, this.h, this.zRecurrent, true);
		this.recurrentTransposed = weights.recurrentTransposed(layer)
			.product(this.streams, this.zRecurrent, memory.dOutput, true);
		this.recurrentGradient = gradient.recurrent(layer);
		this.biasGradient = gradient.bias(layer);
	}

	/** {@code [T x B][H]}: what the layer above reads. */
	Matrix output() {
		return this.output;
	}

	/** {@code [stateVectors][B x H]}: the states that the next segment begins with. */
	float[][] states() {
		return this.gates.before();
	}

	void forward(long iteration) {
		this.h.write(0, this.streams, states()[0]);
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
		this.input.forwardStep(step);
		for (int block = this.firstRecurrentOnly; block < this.blocks.length; block++) {
			this.blocks[block].write(row, this.streams, this.zero);
		}
		this.recurrent.run(row, row);
		float[][] z = this.gates.activations(step);
		for (int block = 0; block < z.length; block++) {
			this.blocks[block].read(row, this.streams, z[block]);
		}
		float[] newH = this.gates.forward(step, this.memory.bias);
		this.h.write(row + this.streams, this.streams, newH);
		if (this.dropout != null) {
			this.dropout.apply(step, newH, this.memory.dh);
			this.output.write(row, this.streams, this.memory.dh);
		}
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
	 * @param gradient receives the gradients that are summed without a product, in
	 * {@link KernelOrder}
	 */
	void backward(float[] gradient) {
		this.gates.beginBackward();
		this.input.beginBackward();
		for (int step = this.steps - 1; step >= 0; step--) {
			backwardStep(step);
		}
		this.products.transposed(this.h.rows(0, this.steps * this.streams), this.zRecurrent, this.recurrentGradient,
				false);
		this.products.transposed(this.memory.ones, this.memory.z, this.biasGradient, false);
		this.input.backward(gradient);
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
			this.recurrentTransposed.run(row + this.streams, row);
		}
		this.memory.dOutput.read(row, this.streams, dh);
		float[][] dz = this.memory.dz;
		this.gates.backward(step, dh, dz);
		for (int block = 0; block < dz.length; block++) {
			this.blocks[block].write(row, this.streams, dz[block]);
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
		this.input.close();
		this.h.floats().close();
		if (this.dropout != null) {
			this.output.floats().close();
		}
	}

}
