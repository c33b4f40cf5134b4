package io.charrnn.model.train;

import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.Products;
import io.charrnn.model.product.Resources;

/**
 * The update of some of the columns of a matrix, in its basis Q. The first moment is kept
 * as Q^T M and turned with the basis, which saves a product an update.
 */
final class RotatedBlock {

	private final RotatedMatrix matrix;

	private final Adam adam;

	private final int column;

	private final int count;

	private final float[] values;

	private final Matrix before;

	private final Matrix after;

	private final Products.TransposedProduct turning;

	private final Products.TransposedProduct rotating;

	private final Products.TransposedProduct rotatingBack;

	/**
	 * Prepares updates.
	 * @param adam has parameters and moments
	 * @param column the first
	 * @param count at most H
	 * @param memory of the thread that will run them
	 */
	RotatedBlock(Resources resources, Products products, RotatedMatrix matrix, Adam adam, int column, int count,
			RotationMemory memory) {
		this.matrix = matrix;
		this.adam = adam;
		this.column = column;
		this.count = count;
		this.values = memory.values;
		this.before = memory.before.columns(0, count);
		this.after = memory.after.columns(0, count);
		Products.Operand operand = resources.add(products.operand(this.before));
		Products.Operand gradient = resources.add(products.operand(matrix.gradient().columns(column, count)));
		this.turning = product(resources, products, matrix.square(), operand, this.after);
		this.rotating = product(resources, products, matrix.basis(), gradient, this.before);
		this.rotatingBack = product(resources, products, matrix.transposedBasis(), operand, this.after);
	}

	private static Products.TransposedProduct product(Resources resources, Products products, Matrix a,
			Products.Operand b, Matrix c) {
		return resources.add(products.transposed(a.rows(), resources.add(products.operand(a)), b, c));
	}

	/** Multiplications that it takes. */
	double work() {
		return 2.0 * this.matrix.size() * this.matrix.size() * this.count;
	}

	/**
	 * Updates moments and weights.
	 * @param turned whether the basis is new
	 */
	void run(boolean turned, double learningRate, long iteration) {
		if (turned) {
			copyFirst(true);
			this.before.write(0, this.matrix.size(), this.values);
			this.turning.run(0, 0, false);
			this.after.read(0, this.matrix.size(), this.values);
			copyFirst(false);
		}
		this.rotating.run(0, 0, false);
		this.before.read(0, this.matrix.size(), this.values);
		step(iteration);
		this.before.write(0, this.matrix.size(), this.values);
		this.rotatingBack.run(0, 0, false);
		this.after.read(0, this.matrix.size(), this.values);
		for (int row = 0; row < this.matrix.size(); row++) {
			subtract(this.adam.parameters(), place(row), this.values, row * this.count, this.count,
					(float) learningRate);
		}
	}

	private void copyFirst(boolean out) {
		for (int row = 0; row < this.matrix.size(); row++) {
			if (out) {
				System.arraycopy(this.adam.first(), place(row), this.values, row * this.count, this.count);
			}
			else {
				System.arraycopy(this.values, row * this.count, this.adam.first(), place(row), this.count);
			}
		}
	}

	/** Replaces the gradient by the step. */
	private void step(long iteration) {
		double steps = iteration + 1.0;
		float firstScale = (float) (1 / (1 - Math.pow(Soap.BETA, steps)));
		float secondScale = (float) (1 / (1 - Math.pow(Adam.BETA2, steps)));
		for (int row = 0; row < this.matrix.size(); row++) {
			step(this.values, row * this.count, this.count, this.adam.first(), this.adam.second(), place(row),
					firstScale, secondScale);
			if (iteration % Adam.FLUSH_EVERY == 0) {
				Adam.flush(this.adam.first(), place(row), place(row) + this.count);
				Adam.flush(this.adam.second(), place(row), place(row) + this.count);
			}
		}
	}

	private static void step(float[] values, int from, int count, float[] first, float[] second, int place,
			float firstScale, float secondScale) {
		for (int i = 0; i < count; i++) {
			float gradient = values[from + i];
			float m = Soap.BETA * first[place + i] + (1 - Soap.BETA) * gradient;
			float v = Adam.BETA2 * second[place + i] + (1 - Adam.BETA2) * (gradient * gradient);
			first[place + i] = m;
			second[place + i] = v;
			values[from + i] = m * firstScale / ((float) Math.sqrt(v * secondScale) + Adam.EPSILON);
		}
	}

	private static void subtract(float[] weights, int place, float[] steps, int from, int count, float rate) {
		for (int i = 0; i < count; i++) {
			weights[place + i] -= rate * steps[from + i];
		}
	}

	private int place(int row) {
		return this.matrix.offset() + row * this.matrix.columns() + this.column;
	}

}
