package io.charrnn.model.kernel;

import java.util.ArrayList;
import java.util.List;

import io.charrnn.model.Architecture;
import io.charrnn.model.ParameterLayout;

/**
 * The layer from h to the loss, for some of the streams. Goes through the characters of a
 * segment in chunks, so that the logits of a large alphabet need little memory.
 */
final class OutputLayer implements AutoCloseable {

	/** Logits that stay near the processor. */
	private static final int LOGITS = 1 << 18;

	/** Fewer rows would make products slow. */
	private static final int LEAST_ROWS = 256;

	private final Products products;

	/** {@code [T x B][H]}. */
	private final Matrix input;

	/** {@code [rows of a chunk][V]}. */
	private final Matrix logits;

	/** {@code [V][H]}. */
	private final Matrix gradient;

	private final float[] values;

	private final int biasOffset;

	/** {@code [T x B]}. */
	private final int[] targets;

	private final CrossEntropy crossEntropy;

	private final List<Chunk> chunks = new ArrayList<>();

	OutputLayer(Architecture architecture, Products products, NetworkWeights weights, ParameterMatrices gradient,
			Matrix input, Matrix dInput, int[] targets) {
		this.products = products;
		this.input = input;
		this.gradient = gradient.output();
		this.values = weights.values();
		this.biasOffset = new ParameterLayout(architecture).outputBias();
		this.targets = targets;
		this.crossEntropy = new CrossEntropy(architecture.alphabetSize());
		int rows = chunkRows(architecture, input.rows());
		this.logits = Matrix.allocate(rows, architecture.alphabetSize());
		for (int from = 0; from < input.rows(); from += rows) {
			int count = Math.min(rows, input.rows() - from);
			this.chunks.add(new Chunk(from, input.rows(from, count), this.logits.rows(0, count),
					weights.output().product(count, input, this.logits, false),
					weights.outputTransposed().product(count, this.logits, dInput, false)));
		}
	}

	static int chunkRows(Architecture architecture, int characters) {
		return Math.min(characters, Math.max(LEAST_ROWS, LOGITS / architecture.alphabetSize()));
	}

	/**
	 * Forward and backward.
	 * @param scale what the gradient is multiplied with
	 * @param biasGradient receives the gradient of the bias, in {@link KernelOrder}
	 * @return sum of the cross-entropies, nats
	 */
	double run(float scale, float[] biasGradient) {
		this.crossEntropy.begin(this.values, this.biasOffset);
		double loss = 0;
		for (Chunk chunk : this.chunks) {
			chunk.forward.run(chunk.from, 0);
			loss += this.crossEntropy.gradient(this.logits, chunk.logits.rows(), this.targets, chunk.from, scale);
			this.products.transposed(chunk.logits, chunk.input, this.gradient, chunk.from > 0);
			chunk.transposed.run(0, chunk.from);
		}
		float[] bias = this.crossEntropy.biasGradient();
		System.arraycopy(bias, 0, biasGradient, this.biasOffset, bias.length);
		return loss;
	}

	@Override
	public void close() {
		for (Chunk chunk : this.chunks) {
			chunk.forward.close();
			chunk.transposed.close();
		}
		this.logits.floats().close();
	}

	/**
	 * Some characters.
	 *
	 * @param from the first
	 * @param input {@code [rows][H]}
	 * @param logits {@code [rows][V]}
	 * @param forward from input to logits
	 * @param transposed from the gradient of the logits to that of the input
	 */
	private record Chunk(int from, Matrix input, Matrix logits, Products.Product forward, Products.Product transposed) {
	}

}
