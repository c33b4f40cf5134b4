package io.charrnn.model.train;

import java.util.ArrayList;
import java.util.List;

import io.charrnn.model.Architecture;
import io.charrnn.model.Normalization;
import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.NativeFloats;
import io.charrnn.model.product.Products;
import io.charrnn.model.product.Resources;
import org.jspecify.annotations.Nullable;

/** A network's weights as its products read them, shared by all threads. */
final class NetworkWeights {

	private final float[] values;

	private final NativeFloats vector;

	private final Resources resources;

	private final Products products;

	private final ParameterMatrices matrices;

	/** Zeros, where sums are normalized before the bias is added. */
	private final @Nullable Matrix noBias;

	private final List<Layer> layers = new ArrayList<>();

	private final Products.Weights output;

	private final Products.Weights outputTransposed;

	private final List<Products.Weights> packed = new ArrayList<>();

	/**
	 * Prepares weights for products.
	 * @param resources owns what is made
	 * @param products computes them
	 * @param architecture of the network
	 * @param values in {@link RowMajorOrder}; {@link #upload} takes changes over
	 * @param shape of the largest shard
	 */
	NetworkWeights(Resources resources, Products products, Architecture architecture, float[] values,
			ShardShape shape) {
		this.resources = resources;
		this.products = products;
		this.values = values;
		this.vector = resources.add(new NativeFloats(values.length));
		this.matrices = new ParameterMatrices(architecture, this.vector);
		this.noBias = (architecture.normalization() == Normalization.NONE) ? null
				: resources.matrix(1, architecture.cell().biases() * architecture.hiddenSize());
		int rows = shape.chunkCharacters();
		for (int layer = 0; layer < architecture.layers(); layer++) {
			Matrix input = this.matrices.input(layer);
			Matrix recurrent = this.matrices.recurrent(layer);
			this.layers
				.add(new Layer((layer == 0) ? List.of() : List.of(pack(input, false, rows), pack(input, true, rows)),
						pack(recurrent, false, shape.streams()), pack(recurrent, true, shape.streams())));
		}
		this.output = pack(this.matrices.output(), true, shape.characters());
		this.outputTransposed = pack(this.matrices.output(), false, shape.characters());
		upload(0, values.length);
		for (int index = 0; index < packings(); index++) {
			refresh(index);
		}
	}

	private Products.Weights pack(Matrix matrix, boolean transposed, int rows) {
		Products.Weights weights = this.resources.add(this.products.weights(matrix, transposed, rows));
		this.packed.add(weights);
		return weights;
	}

	/** The vector in {@link RowMajorOrder}. */
	float[] values() {
		return this.values;
	}

	/** From h of the layer below to the gates of a layer that is not the first. */
	Products.Weights input(int layer) {
		return this.layers.get(layer).input().get(0);
	}

	/** From the gates' gradient to that of h of the layer below. */
	Products.Weights inputTransposed(int layer) {
		return this.layers.get(layer).input().get(1);
	}

	/** From h of the step before to the gates. */
	Products.Weights recurrent(int layer) {
		return this.layers.get(layer).recurrent();
	}

	/** From the gates' gradient to that of h of the step before. */
	Products.Weights recurrentTransposed(int layer) {
		return this.layers.get(layer).recurrentTransposed();
	}

	/** Of these weights, plain. */
	ParameterMatrices matrices() {
		return this.matrices;
	}

	/** {@code [1][blocks x H]}: what a layer's sums begin with. */
	Matrix bias(int layer) {
		return (this.noBias != null) ? this.noBias : this.matrices.bias(layer);
	}

	/** {@code [1][V]}: of the logits. */
	Matrix outputBias() {
		return this.matrices.outputBias();
	}

	/** From h of the top layer to the logits. */
	Products.Weights output() {
		return this.output;
	}

	/** From the logits' gradient to that of h of the top layer. */
	Products.Weights outputTransposed() {
		return this.outputTransposed;
	}

	/** Takes a part of the changed values over; the packings are to follow. */
	void upload(int from, int to) {
		this.vector.write(from, this.values, from, to - from);
	}

	/** How many forms of weights there are to refresh. */
	int packings() {
		return this.packed.size();
	}

	/** Refreshes one form of weights. */
	void refresh(int packing) {
		this.packed.get(packing).refresh();
	}

	/**
	 * Weights of one layer.
	 *
	 * @param input forward and transposed; none for the first layer, which looks rows up
	 */
	private record Layer(List<Products.Weights> input, Products.Weights recurrent,
			Products.Weights recurrentTransposed) {
	}

}
