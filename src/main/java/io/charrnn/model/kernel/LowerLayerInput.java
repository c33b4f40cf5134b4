package io.charrnn.model.kernel;

/** The output of the layer below as input. */
final class LowerLayerInput implements LayerInput {

	private final Products products;

	/** {@code [T x B][H]}. */
	private final Matrix below;

	/** {@code [T x B][gates x H]}. */
	private final Matrix z;

	/** {@code [H][gates x H]}. */
	private final Matrix gradient;

	private final Products.Product forward;

	private final Products.Product transposed;

	LowerLayerInput(Products products, Matrix below, Matrix z, Matrix dOutput, Matrix gradient,
			Products.Weights weights, Products.Weights weightsTransposed) {
		this.products = products;
		this.below = below;
		this.z = z.columns(0, gradient.columns());
		this.gradient = gradient;
		this.forward = weights.product(below.rows(), below, this.z, false);
		this.transposed = weightsTransposed.product(below.rows(), this.z, dOutput, false);
	}

	@Override
	public void forwardStep(int step) {
		if (step == 0) {
			this.forward.run(0, 0);
		}
	}

	@Override
	public void beginBackward() {
		// The products begin from nothing.
	}

	@Override
	public void backwardStep(int step, float[][] dz) {
		// All steps at once, at the end.
	}

	@Override
	public void backward(float[] target) {
		this.products.transposed(this.below, this.z, this.gradient, false);
		this.transposed.run(0, 0);
	}

	@Override
	public void close() {
		this.forward.close();
		this.transposed.close();
	}

}
