package io.charrnn.model.step;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

import io.charrnn.model.product.Products;
import io.charrnn.model.product.RowMatrix;
import org.jspecify.annotations.Nullable;

/**
 * A model's weights for products of several rows, made when they are first needed: that
 * takes a native library and as much memory again. Until then, and where the library does
 * not give the same bits, rows are computed one by one. Native memory is freed with the
 * last reference.
 */
final class PackedWeights {

	private static final System.Logger log = System.getLogger(PackedWeights.class.getName());

	private final StepWeights weights;

	private volatile @Nullable Matrices matrices;

	PackedWeights(StepWeights weights) {
		this.weights = weights;
	}

	/** The packed matrices, if there are. */
	@Nullable Matrices matrices() {
		return this.matrices;
	}

	/**
	 * Packs the weights, if products of them have the same bits with any number of rows.
	 * @param products computes the products
	 * @param likePlainJava whether one row alone is computed by plain Java
	 * @return whether they have
	 */
	synchronized boolean pack(Products products, boolean likePlainJava) {
		if (this.matrices == null) {
			Packing packing = new Packing(products, likePlainJava);
			List<@Nullable PackedMatrix> input = new ArrayList<>();
			List<PackedMatrix> recurrent = new ArrayList<>();
			for (int layer = 0; layer < this.weights.layers().length; layer++) {
				RowMatrix below = this.weights.layers()[layer].input();
				input.add((below != null) ? packing.pack(below) : null);
				recurrent.add(packing.pack(this.weights.layers()[layer].recurrent()));
			}
			PackedMatrix output = packing.pack(this.weights.output());
			if (packing.agrees) {
				this.matrices = new Matrices(products, input, recurrent, output);
			}
			else {
				log.log(Level.WARNING, "{0} does not sum up in order here", products.name());
			}
		}
		return this.matrices != null;
	}

	/**
	 * Packed matrices.
	 *
	 * @param products computes with them
	 * @param input of each layer; none for the first, which looks rows up
	 * @param recurrent of each layer
	 * @param output from the top layer to the logits
	 */
	record Matrices(Products products, List<@Nullable PackedMatrix> input, List<PackedMatrix> recurrent,
			PackedMatrix output) {
	}

	private static final class Packing {

		private final Products products;

		private final boolean likePlainJava;

		private boolean agrees = true;

		private Packing(Products products, boolean likePlainJava) {
			this.products = products;
			this.likePlainJava = likePlainJava;
		}

		private PackedMatrix pack(RowMatrix matrix) {
			PackedMatrix packed = new PackedMatrix(this.products, matrix);
			this.agrees = this.agrees
					&& (this.likePlainJava ? packed.agreesWith(matrix) : packed.agreesWithItself(matrix.rows()));
			return packed;
		}

	}

}
