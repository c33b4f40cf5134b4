package io.charrnn.model.train;

import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.Products;
import io.charrnn.model.product.Resources;

/** Memory that the layers of a shard use one after the other. */
final class ShardMemory {

	/**
	 * {@code [chunkSteps x B][blocks x H]}: sums before the activations, then their
	 * gradient.
	 */
	final Products.Operand z;

	/** {@code [T x B][H]}: gradient with respect to a layer's output. */
	final Matrix dOutput;

	/** {@code [B x H]}. */
	final float[] dh;

	/** {@code [T x B][1]}: ones, which sum the columns of a matrix in a product. */
	final Products.Operand ones;

	ShardMemory(Resources resources, Products products, ShardShape shape, int blocks, int hiddenSize) {
		this.z = resources.add(products.operand(resources.matrix(shape.chunkCharacters(), blocks * hiddenSize)));
		this.dOutput = resources.matrix(shape.characters(), hiddenSize);
		this.dh = new float[shape.streams() * hiddenSize];
		Matrix column = resources.matrix(shape.characters(), 1);
		for (int row = 0; row < column.rows(); row++) {
			column.set(row, 0, 1);
		}
		this.ones = resources.add(products.operand(column));
		this.ones.refresh(0, column.rows());
	}

}
