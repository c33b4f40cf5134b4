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

	/** Keeps the loss finite where a probability underflows. */
	private static final float LEAST_PROBABILITY = Float.MIN_NORMAL;

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

	/** {@code [1][V]}. */
	private final Matrix biasGradient;

	/** {@code [T x B]}. */
	private final int[] targets;

	private final List<Chunk> chunks = new ArrayList<>();

	OutputLayer(Architecture architecture, Products products, NetworkWeights weights, ParameterMatrices gradient,
			Matrix input, Matrix dInput, Matrix ones, int[] targets) {
		this.products = products;
		this.input = input;
		this.gradient = gradient.output();
		this.values = weights.values();
		this.biasOffset = new ParameterLayout(architecture).outputBias();
		this.targets = targets;
		this.biasGradient = gradient.outputBias();
		int rows = chunkRows(architecture, input.rows());
		this.logits = Matrix.allocate(rows, architecture.alphabetSize());
		for (int from = 0; from < input.rows(); from += rows) {
			int count = Math.min(rows, input.rows() - from);
			Matrix chunkLogits = this.logits.rows(0, count);
			this.chunks.add(new Chunk(from, input.rows(from, count), chunkLogits, ones.rows(0, count),
					weights.output().product(count, input, this.logits, true), products.softmax(chunkLogits),
					weights.outputTransposed().product(count, this.logits, dInput, false)));
		}
	}

	static int chunkRows(Architecture architecture, int characters) {
		return Math.min(characters, Math.max(LEAST_ROWS, LOGITS / architecture.alphabetSize()));
	}

	/**
	 * Forward and backward.
	 * @return sum of the cross-entropies, nats
	 */
	double run() {
		double loss = 0;
		for (Chunk chunk : this.chunks) {
			for (int row = 0; row < chunk.logits.rows(); row++) {
				this.logits.writeRow(row, this.values, this.biasOffset);
			}
			chunk.forward.run(chunk.from, 0);
			chunk.softmax.run();
			loss += crossEntropy(chunk);
			boolean accumulate = chunk.from > 0;
			this.products.transposed(chunk.logits, chunk.input, this.gradient, accumulate);
			this.products.transposed(chunk.ones, chunk.logits, this.biasGradient, accumulate);
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
		for (int row = 0; row < chunk.logits.rows(); row++) {
			int target = this.targets[chunk.from + row];
			float probability = chunk.logits.get(row, target);
			loss -= Math.log(Math.max(LEAST_PROBABILITY, probability));
			chunk.logits.set(row, target, probability - 1);
		}
		return loss;
	}

	@Override
	public void close() {
		for (Chunk chunk : this.chunks) {
			chunk.forward.close();
			chunk.softmax.close();
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
	 * @param ones {@code [rows][1]}
	 * @param forward from input to logits
	 * @param softmax of the logits
	 * @param transposed from the gradient of the logits to that of the input
	 */
	private record Chunk(int from, Matrix input, Matrix logits, Matrix ones, Products.Product forward,
			Products.Softmax softmax, Products.Product transposed) {
	}

}
