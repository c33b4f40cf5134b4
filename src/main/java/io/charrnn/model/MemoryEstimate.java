package io.charrnn.model;

/**
 * About how much memory a training run takes beyond the idle process, in bytes, on the
 * heap and off it. With P parameters and 4-byte floats:
 *
 * <pre>
 * weights     = 4 x 11 P         parameters, gradient, Adam's two moments, and the copies that
 *                                a checkpoint and its archive need
 * activations = 4 x 24 T B H L   what each layer keeps of its forward pass, and gradients
 * alphabet    = 4 x 13 T B V     one-hot characters in and out, logits, probabilities, gradients
 * </pre>
 *
 * The factors were fitted to the peak memory of runs of the engine {@code dl4j}, the
 * hungriest, from 400 MB to 2 GB; they agreed within a third. Sizes that no machine has
 * give large numbers, at most {@code Long.MAX_VALUE}, never an overflow.
 *
 * @param weights what grows with the parameters
 * @param activations what grows with the hidden states of a batch
 * @param alphabet what grows with the alphabet and the batch
 */
public record MemoryEstimate(long weights, long activations, long alphabet) {

	private static final double WEIGHTS = 11;

	private static final double ACTIVATIONS = 24;

	private static final double ALPHABET = 13;

	/**
	 * Estimates a training run.
	 * @param architecture the network
	 * @param streams B
	 * @param steps T
	 */
	public static MemoryEstimate ofTraining(Architecture architecture, int streams, int steps) {
		double characters = (double) streams * steps;
		return new MemoryEstimate(bytes(WEIGHTS * architecture.parameterCount()),
				bytes(ACTIVATIONS * characters * architecture.hiddenSize() * architecture.layers()),
				bytes(ALPHABET * characters * architecture.alphabetSize()));
	}

	/** Bytes altogether. */
	public long total() {
		return (long) ((double) this.weights + this.activations + this.alphabet);
	}

	private static long bytes(double floats) {
		return (long) (Float.BYTES * floats);
	}

}
