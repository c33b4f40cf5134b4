package io.charrnn.model.dl4j;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.Normalization;

/**
 * What training on DL4J's layers takes, fitted to measured peaks. With P parameters, in
 * floats:
 *
 * <pre>
 * weights     = 17.5 P       parameters, gradient, Adam's two moments, and the copies that a
 *                            checkpoint and its archive need; P more if weights are averaged
 * activations = 21 T B H L   what each layer keeps of its forward pass, and gradients; 8 M more
 *                            for a GRU, whose many small arrays wait for a collection; where
 *                            sums are normalized, 6 T B H L + 13 M for each block of them
 * alphabet    = 15 T B V     one-hot characters in and out, logits, probabilities, gradients
 * heap        = 10 P         checkpoints and archives alone
 * </pre>
 */
final class Dl4jMemory {

	private static final double WEIGHTS = 17.5;

	private static final double ACTIVATIONS = 21;

	private static final double SMALL_ARRAYS = 8e6;

	private static final double NORMED_ACTIVATIONS = 6;

	private static final double NORMED_SMALL_ARRAYS = 13e6;

	private static final double ALPHABET = 15;

	private static final double HEAP = 10;

	private Dl4jMemory() {
	}

	static MemoryEstimate estimate(Architecture architecture, Hyperparameters hyperparameters) {
		double characters = hyperparameters.optimization().charactersPerIteration();
		double averages = (hyperparameters.optimization().averaging() > 0) ? 1 : 0;
		boolean normed = architecture.normalization() == Normalization.RMS;
		double blocks = normed ? architecture.cell().biases() : 0;
		double small = (architecture.cell() == Cell.GRU && !normed) ? SMALL_ARRAYS : NORMED_SMALL_ARRAYS * blocks;
		return MemoryEstimate.ofFloats((WEIGHTS + averages) * architecture.parameterCount(),
				(ACTIVATIONS + NORMED_ACTIVATIONS * blocks) * characters * architecture.hiddenSize()
						* architecture.layers() + small,
				ALPHABET * characters * architecture.alphabetSize(), (HEAP + averages) * architecture.parameterCount());
	}

}
