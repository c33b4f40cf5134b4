package io.charrnn.model.train;

import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.Products;
import io.charrnn.model.product.Resources;

/** The output of the layer below as input. */
final class LowerLayerInput implements LayerInput {

	private final int streams;

	private final Chunks<Products.Product> forward;

	private final Chunks<Products.Product> transposed;

	private final Chunks<Products.TransposedProduct> gradient;

	/**
	 * Prepares the products.
	 * @param resources owns them
	 * @param below {@code [T x B][H]}
	 * @param z {@code [chunkSteps x B][blocks x H]}
	 * @param dOutput {@code [T x B][H]}
	 * @param gradient {@code [H][gates x H]}
	 * @param weights {@code [H][gates x H]}
	 * @param weightsTransposed the same for the way back
	 * @param bias {@code [1][gates x H]}
	 */
	LowerLayerInput(Resources resources, Products products, ShardShape shape, Products.Operand below,
			Products.Operand z, Matrix dOutput, Matrix gradient, Products.Weights weights,
			Products.Weights weightsTransposed, Matrix bias) {
		this.streams = shape.streams();
		Products.Operand fed = z.columns(0, gradient.columns());
		this.forward = Chunks.of(shape,
				(rows) -> resources.add(weights.biasedProduct(rows, below, fed.matrix(), bias)));
		this.transposed = Chunks.of(shape,
				(rows) -> resources.add(weightsTransposed.product(rows, fed, dOutput, false)));
		this.gradient = Chunks.of(shape, (rows) -> resources.add(products.transposed(rows, below, fed, gradient)));
	}

	@Override
	public void forwardStep(int step) {
		if (this.forward.beginAt(step)) {
			this.forward.at(step).run(step * this.streams, 0);
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
		if (this.gradient.beginAt(step)) {
			int row = step * this.streams;
			this.gradient.at(step).run(row, 0, !this.gradient.endAfter(step));
			this.transposed.at(step).run(0, row);
		}
	}

	@Override
	public void backward() {
		// The products have computed all.
	}

}
