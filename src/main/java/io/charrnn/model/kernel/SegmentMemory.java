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

	/** {@code [blocks][B x H]}: gradient of the bias, apart for each stream. */
	final float[][] dBias;

	SegmentMemory(int streams, int steps, int blocks, int hiddenSize) {
		int size = streams * hiddenSize;
		this.z = Matrix.allocate(steps * streams, blocks * hiddenSize);
		this.dOutput = Matrix.allocate(steps * streams, hiddenSize);
		this.dh = new float[size];
		this.dz = new float[blocks][size];
		this.bias = new float[blocks][size];
		this.dBias = new float[blocks][size];
	}

	@Override
	public void close() {
		this.z.floats().close();
		this.dOutput.floats().close();
	}

}
