package io.charrnn.model.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.charrnn.model.Architecture;
import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.Products;
import io.charrnn.model.product.Resources;

/**
 * The layer from h to the loss, for some of the streams. Goes through the characters of a
 * shard in chunks, so that the logits of a large alphabet need little memory.
 */
final class OutputLayer {

	/** Logits that stay in the cache. */
	private static final int LOGITS = 1 << 18;

	/** Keeps the loss finite where a probability underflows. */
	private static final float LEAST_PROBABILITY = Float.MIN_NORMAL;

	/** Fewer rows would make products slow. */
	private static final int LEAST_ROWS = 256;

	/** {@code [rows of a chunk][V]}. */
	private final Products.Operand logits;

	/** {@code [T x B]}. */
	private final int[] targets;

	private final List<Chunk> chunks = new ArrayList<>();

	OutputLayer(Resources resources, Architecture architecture, Products products, NetworkWeights weights,
			ParameterMatrices gradient, Products.Operand input, Matrix dInput, Products.Operand ones, int[] targets) {
		this.targets = targets;
		int characters = input.matrix().rows();
		int rows = chunkRows(architecture, characters);
		this.logits = resources.add(products.operand(resources.matrix(rows, architecture.alphabetSize())));
		for (int from = 0; from < characters; from += rows) {
			int count = Math.min(rows, characters - from);
			Products.Operand chunk = this.logits.rows(0, count);
			this.chunks.add(new Chunk(from, chunk,
					resources
						.add(weights.output().biasedProduct(count, input, this.logits.matrix(), weights.outputBias())),
					resources.add(products.softmax(chunk.matrix())),
					resources.add(products.transposed(count, chunk, input, gradient.output())),
					resources.add(products.transposed(count, ones, chunk, gradient.outputBias())),
					resources.add(weights.outputTransposed().product(count, this.logits, dInput, false))));
		}
	}

	static int chunkRows(Architecture architecture, int characters) {
		return Math.min(characters, Math.max(LEAST_ROWS, LOGITS / architecture.alphabetSize()));
	}

	/**
	 * Forward and backward.
	 * @param goOn asked before each chunk
	 * @return sum of the cross-entropies, nats
	 */
	double run(BooleanSupplier goOn) {
		double loss = 0;
		for (Chunk chunk : this.chunks) {
			if (!goOn.getAsBoolean()) {
				return loss;
			}
			chunk.forward.run(chunk.from, 0);
			chunk.softmax.run();
			loss += crossEntropy(chunk);
			this.logits.refresh(0, chunk.logits.matrix().rows());
			chunk.gradient.run(0, chunk.from, chunk.from > 0);
			chunk.biasGradient.run(0, 0, chunk.from > 0);
			chunk.transposed.run(0, chunk.from);
		}
		return loss;
	}

	/**
	 * Sums minus the logarithms of the targets' probabilities and turns the probabilities
	 * into the gradient with respect to the logits.
	 */
	private double crossEntropy(Chunk chunk) {
		double loss = 0;
		Matrix rows = chunk.logits.matrix();
		for (int row = 0; row < rows.rows(); row++) {
			int target = this.targets[chunk.from + row];
			float probability = rows.get(row, target);
			loss -= Math.log(Math.max(LEAST_PROBABILITY, probability));
			rows.set(row, target, probability - 1);
		}
		return loss;
	}

	/**
	 * Some characters.
	 *
	 * @param from the first
	 * @param logits {@code [rows][V]}, then their gradient
	 * @param forward from input to logits
	 * @param softmax of the logits
	 * @param gradient of the weights
	 * @param biasGradient of the bias
	 * @param transposed from the gradient of the logits to that of the input
	 */
	private record Chunk(int from, Products.Operand logits, Products.Product forward, Products.Softmax softmax,
			Products.TransposedProduct gradient, Products.TransposedProduct biasGradient, Products.Product transposed) {
	}

}
