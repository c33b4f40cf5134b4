package io.charrnn.model.kernel;

/** The output of the layer below as input. */
final class LowerLayerInput implements LayerInput {

	private final int streams;

	private final int steps;

	private final int chunkSteps;

	private final Products.Product forward;

	private final Products.Product transposed;

	private final Products.TransposedProduct gradient;

	/**
	 * Prepares the products.
	 * @param below {@code [T x B][H]}
	 * @param z {@code [chunkSteps x B][blocks x H]}
	 * @param dOutput {@code [T x B][H]}
	 * @param gradient {@code [H][gates x H]}
	 * @param weights {@code [H][gates x H]}
	 * @param weightsTransposed the same for the way back
	 * @param bias {@code [1][gates x H]}
	 */
	LowerLayerInput(Products products, SegmentShape shape, Products.Operand below, Products.Operand z, Matrix dOutput,
			Matrix gradient, Products.Weights weights, Products.Weights weightsTransposed, Matrix bias) {
		this.streams = shape.streams();
		this.steps = shape.steps();
		this.chunkSteps = shape.chunkSteps();
		int rows = shape.chunkCharacters();
		Products.Operand fed = z.columns(0, gradient.columns());
		this.forward = weights.biasedProduct(rows, below, fed.matrix(), bias);
		this.transposed = weightsTransposed.product(rows, fed, dOutput, false);
		this.gradient = products.transposed(rows, below, fed, gradient);
	}

	@Override
	public void forwardStep(int step) {
		if (step % this.chunkSteps == 0) {
			this.forward.run(step * this.streams, 0);
		}
	}

	@Override
	public void beginForward() {
		// The products read weights and bias where they are.
	}

	@Override
	public void beginBackward() {
		// The products begin from nothing.
	}

	@Override
	public void backwardStep(int step) {
		if (step % this.chunkSteps == 0) {
			int row = step * this.streams;
			this.gradient.run(row, 0, step + this.chunkSteps < this.steps);
			this.transposed.run(0, row);
		}
	}

	@Override
	public void backward() {
		// The products have computed all.
	}

	@Override
	public void close() {
		this.forward.close();
		this.transposed.close();
		this.gradient.close();
	}

}
