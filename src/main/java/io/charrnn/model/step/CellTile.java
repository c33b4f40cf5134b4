package io.charrnn.model.step;

import java.util.Arrays;

import io.charrnn.model.Cell;
import io.charrnn.model.product.RootMeanSquare;
import io.charrnn.model.product.Tanh;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one layer for some rows of a batch: from the sums that products have
 * computed to the next state. Everything here is element by element, so that a row's bits
 * do not depend on the others. The columns of sigmoid gates are halved, because
 * sigmoid(z) = (1 + tanh(z / 2)) / 2: so one loop over tanh serves all gates.
 */
final class CellTile {

	private final Cell cell;

	private final int hiddenSize;

	/**
	 * {@code [rows][gates x H]}: input and, unless a gate is split, recurrent sums, with
	 * bias.
	 */
	private final float[] gates;

	/** {@code [rows][gates x H]}: where a gate is split, the recurrent sums with bias. */
	private final float[] recurrent;

	/** {@code [rows][H]}: h before {@link #apply}, then after. */
	private final float[] h;

	/** {@code [rows][H]}: of an LSTM, c before, then after. */
	private final float[] c;

	/**
	 * {@code [gates][rows x H]}: the gates apart, as loops over one index need them;
	 * after a step of several gates, tanh of their (halved) sums.
	 */
	private final float[][] blocks;

	/** {@code [gates][rows x H]}: where a gate is split, the recurrent sums apart. */
	private final float[][] recurrentBlocks;

	/** {@code [H]}: the sums that are divided by their root mean square. */
	private final float[] block;

	CellTile(Cell cell, int hiddenSize, int rows) {
		this.cell = cell;
		this.hiddenSize = hiddenSize;
		int size = rows * hiddenSize;
		this.gates = new float[cell.gates() * size];
		this.recurrent = new float[cell.splitsLastGate() ? cell.gates() * size : 0];
		this.block = new float[hiddenSize];
		this.h = new float[size];
		this.c = new float[cell.hasCellState() ? size : 0];
		this.blocks = new float[cell.gates()][size];
		this.recurrentBlocks = new float[cell.splitsLastGate() ? cell.gates() : 0][size];
	}

	/** How many rows fit. */
	int rows() {
		return this.h.length / this.hiddenSize;
	}

	float[] gates() {
		return this.gates;
	}

	float[] recurrent() {
		return this.recurrent;
	}

	/** Where the recurrent product goes. */
	float[] recurrentSums() {
		return this.cell.splitsLastGate() ? this.recurrent : this.gates;
	}

	/**
	 * Computes the next state from the sums.
	 * @param vectors {@code [stateVectors][at least offset + rows x H]}: the layer's
	 * state, is replaced
	 * @param first index of the layer's first vector
	 * @param offset where the first row begins in each vector
	 * @param rowCount rows
	 * @param norm what is done with the sums before, or null for nothing
	 */
	void apply(float[][] vectors, int first, int offset, int rowCount, StepWeights.@Nullable Norm norm) {
		int count = rowCount * this.hiddenSize;
		if (norm != null) {
			normalize(rowCount, norm);
		}
		if (this.cell.hasCellState()) {
			System.arraycopy(vectors[first + 1], offset, this.c, 0, count);
		}
		step(vectors[first], offset, rowCount, count);
		System.arraycopy(this.h, 0, vectors[first], offset, count);
		if (this.cell.hasCellState()) {
			System.arraycopy(this.c, 0, vectors[first + 1], offset, count);
		}
	}

	/** A cell without a case of its own is computed by its equations. */
	private void step(float[] before, int offset, int rowCount, int count) {
		switch (this.cell) {
			case RNN -> rnn(count);
			case LSTM -> lstm(rowCount, count);
			case GRU -> {
				System.arraycopy(before, offset, this.h, 0, count);
				gru(rowCount, count);
			}
			default -> {
				System.arraycopy(before, offset, this.h, 0, count);
				byEquations(this.h, this.c, rowCount);
			}
		}
	}

	/**
	 * Computes any cell, unit by unit, and leaves the activations as the others do.
	 * @param hidden {@code [at least rows x H]}: h before, becomes that after
	 * @param cellState {@code [at least rows x H]}: c before, becomes that after; not
	 * used where the cell has none
	 */
	void byEquations(float[] hidden, float[] cellState, int rowCount) {
		int gates = this.cell.gates();
		split(this.gates, this.blocks, rowCount);
		if (this.cell.splitsLastGate()) {
			split(this.recurrent, this.recurrentBlocks, rowCount);
		}
		double[] sums = new double[this.cell.biases()];
		double[] activations = new double[this.cell.biases()];
		double[] before = new double[this.cell.stateVectors()];
		double[] after = new double[this.cell.stateVectors()];
		for (int unit = 0; unit < rowCount * this.hiddenSize; unit++) {
			for (int gate = 0; gate < gates; gate++) {
				boolean apart = this.cell.splitsLastGate() && gate == gates - 1;
				double sum = this.blocks[gate][unit];
				if (this.cell.splitsLastGate() && !apart) {
					sum += this.recurrentBlocks[gate][unit];
				}
				sums[gate] = this.cell.gate(gate).isSigmoid() ? 2 * sum : sum;
			}
			if (this.cell.splitsLastGate()) {
				sums[gates] = this.recurrentBlocks[gates - 1][unit];
			}
			before[0] = hidden[unit];
			if (this.cell.hasCellState()) {
				before[1] = cellState[unit];
			}
			this.cell.equations().forward(sums, before, activations, after);
			for (int gate = 0; gate < gates; gate++) {
				this.blocks[gate][unit] = (float) (this.cell.gate(gate).isSigmoid() ? 2 * activations[gate] - 1
						: activations[gate]);
			}
			hidden[unit] = (float) after[0];
			if (this.cell.hasCellState()) {
				cellState[unit] = (float) after[1];
			}
		}
	}

	/**
	 * The activation of a gate in the first row, after {@link #apply}.
	 * @return {@code [H]}
	 */
	float[] activation(int gate) {
		float[] activation = Arrays.copyOf(this.blocks[gate], this.hiddenSize);
		if (this.cell.gate(gate).isSigmoid()) {
			for (int unit = 0; unit < activation.length; unit++) {
				activation[unit] = 0.5f + 0.5f * activation[unit];
			}
		}
		return activation;
	}

	/** Block by block, each row by itself. */
	private void normalize(int rowCount, StepWeights.Norm norm) {
		int columns = this.cell.gates() * this.hiddenSize;
		for (int from = 0; from < rowCount * columns; from += columns) {
			if (this.cell.splitsLastGate()) {
				int last = columns - this.hiddenSize;
				addRecurrentOfGates(from, from + last);
				normalize(this.recurrent, from + last, norm, this.cell.gates());
			}
			for (int gate = 0; gate < this.cell.gates(); gate++) {
				normalize(this.gates, from + gate * this.hiddenSize, norm, gate);
			}
		}
	}

	/** Where the last gate is split, those of the others are one sum with the input's. */
	private void addRecurrentOfGates(int from, int to) {
		for (int index = from; index < to; index++) {
			this.gates[index] += this.recurrent[index];
			this.recurrent[index] = 0;
		}
	}

	private void normalize(float[] sums, int from, StepWeights.Norm norm, int block) {
		System.arraycopy(sums, from, this.block, 0, this.hiddenSize);
		scale(this.block, RootMeanSquare.reciprocal(this.block, 0, this.hiddenSize), norm.gain()[block],
				norm.bias()[block]);
		System.arraycopy(this.block, 0, sums, from, this.hiddenSize);
	}

	/** All arrays at one index, or the compiler would make no vector instructions. */
	private static void scale(float[] block, float reciprocal, float[] gain, float[] bias) {
		for (int unit = 0; unit < block.length; unit++) {
			block[unit] = gain[unit] * (block[unit] * reciprocal) + bias[unit];
		}
	}

	private void rnn(int count) {
		System.arraycopy(this.gates, 0, this.h, 0, count);
		Tanh.apply(this.h, count);
	}

	/** Columns as DL4J has them: block input, forget gate, output gate, input gate. */
	private void lstm(int rowCount, int count) {
		Tanh.apply(this.gates, 4 * count);
		split(this.gates, this.blocks, rowCount);
		cell(this.blocks[0], this.blocks[1], this.blocks[3], this.c, count);
		System.arraycopy(this.c, 0, this.h, 0, count);
		Tanh.apply(this.h, count);
		output(this.blocks[2], this.h, count);
	}

	private static void cell(float[] input, float[] forgetGate, float[] inputGate, float[] c, int count) {
		for (int unit = 0; unit < count; unit++) {
			c[unit] = (0.5f + 0.5f * forgetGate[unit]) * c[unit] + (0.5f + 0.5f * inputGate[unit]) * input[unit];
		}
	}

	private static void output(float[] outputGate, float[] h, int count) {
		for (int unit = 0; unit < count; unit++) {
			h[unit] *= 0.5f + 0.5f * outputGate[unit];
		}
	}

	/** Columns: reset gate, update gate, candidate. */
	private void gru(int rowCount, int count) {
		split(this.gates, this.blocks, rowCount);
		split(this.recurrent, this.recurrentBlocks, rowCount);
		for (int gate = 0; gate < 2; gate++) {
			add(this.recurrentBlocks[gate], this.blocks[gate], count);
			Tanh.apply(this.blocks[gate], count);
		}
		candidate(this.blocks[0], this.recurrentBlocks[2], this.blocks[2], count);
		Tanh.apply(this.blocks[2], count);
		update(this.blocks[1], this.blocks[2], this.h, count);
	}

	private static void add(float[] addend, float[] sum, int count) {
		for (int unit = 0; unit < count; unit++) {
			sum[unit] += addend[unit];
		}
	}

	private static void candidate(float[] reset, float[] recurrent, float[] candidate, int count) {
		for (int unit = 0; unit < count; unit++) {
			candidate[unit] += (0.5f + 0.5f * reset[unit]) * recurrent[unit];
		}
	}

	private static void update(float[] update, float[] candidate, float[] h, int count) {
		for (int unit = 0; unit < count; unit++) {
			h[unit] = candidate[unit] + (0.5f + 0.5f * update[unit]) * (h[unit] - candidate[unit]);
		}
	}

	private void split(float[] rows, float[][] apart, int rowCount) {
		int from = 0;
		for (int to = 0; to < rowCount * this.hiddenSize; to += this.hiddenSize) {
			for (float[] block : apart) {
				System.arraycopy(rows, from, block, to, this.hiddenSize);
				from += this.hiddenSize;
			}
		}
	}

}
