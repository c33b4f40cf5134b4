package io.charrnn.model;

/**
 * About how much memory a training run takes beyond the idle process, in bytes, on the
 * heap and off it. Each engine has a formula of its own. Sizes that no machine has give
 * large numbers, at most {@code Long.MAX_VALUE}, never an overflow.
 *
 * @param weights what grows with the parameters
 * @param activations what grows with the hidden states of a batch
 * @param alphabet what grows with the alphabet and the batch
 * @param heap the part of all this for which the Java heap must have room at once
 */
public record MemoryEstimate(long weights, long activations, long alphabet, long heap) {

	/**
	 * Estimates from floats of four bytes.
	 * @param weights that grow with the parameters
	 * @param activations that grow with the hidden states of a batch
	 * @param alphabet that grow with the alphabet and the batch
	 * @param heap those of them for which the Java heap must have room at once
	 */
	public static MemoryEstimate ofFloats(double weights, double activations, double alphabet, double heap) {
		return new MemoryEstimate(bytes(weights), bytes(activations), bytes(alphabet), bytes(heap));
	}

	/**
	 * The same and more.
	 * @param moreWeights floats that grow with the parameters
	 * @param moreHeap those of them for which the Java heap must have room at once
	 */
	public MemoryEstimate plusFloats(double moreWeights, double moreHeap) {
		return new MemoryEstimate((long) (this.weights + Float.BYTES * moreWeights), this.activations, this.alphabet,
				(long) (this.heap + Float.BYTES * moreHeap));
	}

	/** Bytes altogether. */
	public long total() {
		return (long) ((double) this.weights + this.activations + this.alphabet);
	}

	private static long bytes(double floats) {
		return (long) (Float.BYTES * floats);
	}

}
