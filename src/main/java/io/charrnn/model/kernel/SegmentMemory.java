package io.charrnn.model.kernel;

/** Memory that the layers of one group of streams use one after the other. */
final class SegmentMemory implements AutoCloseable {

	/** {@code [T x B][blocks x H]}: sums before the activations, then their gradient. */
	final Matrix z;

	/** {@code [T x B][H]}: gradient with respect to a layer's output. */
	final Matrix dOutput;

	/** {@code [B x H]}. */
	final float[] dh;

	/** {@code [blocks][B x H]}. */
	final float[][] dz;

	/** {@code [blocks][B x H]}: each stream has a copy of the bias. */
	final float[][] bias;

	/** {@code [T x B][1]}: ones, which sum the columns of a matrix in a product. */
	final Matrix ones;

	SegmentMemory(int streams, int steps, int blocks, int hiddenSize) {
		int size = streams * hiddenSize;
		this.z = Matrix.allocate(steps * streams, blocks * hiddenSize);
		this.dOutput = Matrix.allocate(steps * streams, hiddenSize);
		this.dh = new float[size];
		this.dz = new float[blocks][size];
		this.bias = new float[blocks][size];
		this.ones = Matrix.allocate(steps * streams, 1);
		for (int row = 0; row < this.ones.rows(); row++) {
			this.ones.set(row, 0, 1);
		}
	}

	@Override
	public void close() {
		this.z.floats().close();
		this.dOutput.floats().close();
		this.ones.floats().close();
	}

}
