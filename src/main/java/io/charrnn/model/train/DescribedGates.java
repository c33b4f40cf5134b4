package io.charrnn.model.train;

import java.util.Arrays;

import io.charrnn.model.Cell;
import io.charrnn.model.CellEquations;

/**
 * The gates of any cell, computed unit by unit by its {@link CellEquations}: what trains
 * a cell that has no faster gates of its own.
 */
final class DescribedGates extends Gates {

	private final Cell cell;

	/** {@code [T][stateVectors][B x H]}: zero where a document begins. */
	private final float[][][] before;

	/** {@code [T][stateVectors][B x H]}. */
	private final float[][][] after;

	/** {@code [stateVectors][B x H]}: gradient that goes to the step before. */
	private final float[][] carried;

	private final Beginnings beginnings;

	private final double[] sums;

	private final double[] values;

	/** {@code [4][stateVectors]}. */
	private final double[][] unit;

	DescribedGates(Cell cell, int steps, int size, Beginnings beginnings) {
		super(steps, cell.biases(), size);
		this.cell = cell;
		this.before = new float[steps][cell.stateVectors()][size];
		this.after = new float[steps][cell.stateVectors()][size];
		this.carried = new float[cell.stateVectors()][size];
		this.beginnings = beginnings;
		this.sums = new double[cell.biases()];
		this.values = new double[cell.biases()];
		this.unit = new double[4][cell.stateVectors()];
	}

	@Override
	float[] forward(int step, StepSums stepSums) {
		float[][] z = stepSums.read();
		for (int vector = 0; vector < this.cell.stateVectors(); vector++) {
			if (step > 0) {
				System.arraycopy(this.after[step - 1][vector], 0, this.before[step][vector], 0, z[0].length);
			}
			this.beginnings.clear(step, this.before[step][vector]);
		}
		for (int index = 0; index < z[0].length; index++) {
			for (int block = 0; block < this.sums.length; block++) {
				this.sums[gate(block)] = z[block][index];
			}
			take(this.before[step], index, this.unit[0]);
			this.cell.equations().forward(this.sums, this.unit[0], this.values, this.unit[1]);
			for (int block = 0; block < this.values.length; block++) {
				activations(step)[block][index] = (float) this.values[gate(block)];
			}
			put(this.unit[1], this.after[step], index);
		}
		return this.after[step][0];
	}

	/** The gate whose sum a block of columns has (see {@link RowMajorOrder}). */
	private int gate(int block) {
		int gates = this.cell.gates();
		return (this.cell.splitsLastGate() && block < gates) ? (block + gates - 1) % gates : block;
	}

	private static void take(float[][] vectors, int index, double[] values) {
		for (int vector = 0; vector < values.length; vector++) {
			values[vector] = vectors[vector][index];
		}
	}

	private static void put(double[] values, float[][] vectors, int index) {
		for (int vector = 0; vector < values.length; vector++) {
			vectors[vector][index] = (float) values[vector];
		}
	}

	@Override
	void beginBackward() {
		for (float[] vector : this.carried) {
			Arrays.fill(vector, 0);
		}
	}

	@Override
	void backward(int step, float[] dh, StepSums dz) {
		for (int index = 0; index < dh.length; index++) {
			for (int block = 0; block < this.values.length; block++) {
				this.values[gate(block)] = activations(step)[block][index];
			}
			take(this.before[step], index, this.unit[0]);
			take(this.after[step], index, this.unit[1]);
			take(this.carried, index, this.unit[2]);
			this.unit[2][0] += dh[index];
			this.cell.equations()
				.backward(this.values, this.unit[0], this.unit[1], this.unit[2], this.sums, this.unit[3]);
			for (int block = 0; block < this.sums.length; block++) {
				gradient()[block][index] = (float) this.sums[gate(block)];
			}
			put(this.unit[3], this.carried, index);
		}
		for (float[] vector : this.carried) {
			this.beginnings.clear(step, vector);
		}
		writeGradient(dz);
	}

	@Override
	float[][] before() {
		return this.before[0];
	}

	@Override
	float[][] after() {
		return this.after[this.after.length - 1];
	}

}
