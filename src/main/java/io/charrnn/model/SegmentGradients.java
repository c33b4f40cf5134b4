package io.charrnn.model;

/**
 * Gradients of a network's loss on one text, segment by segment. The hidden state goes on
 * from segment to segment, gradients end at a segment's first character. Used by one
 * thread at a time.
 */
public interface SegmentGradients extends AutoCloseable {

	/**
	 * Computes loss and gradient of the next segment.
	 * @param segment one stream of as many characters as were agreed
	 * @param gradient {@code [parameters]} in the order of {@link ParameterLayout}:
	 * becomes that of the mean cross-entropy
	 * @return the mean cross-entropy, nats per character
	 */
	double next(Batch segment, float[] gradient);

	/** Has the next segment begin with a state, which is not kept. */
	void begin(HiddenState state);

	/** After the segments so far. */
	HiddenState state();

	/**
	 * Goes on with other weights.
	 * @param parameters in the order of {@link ParameterLayout}; not kept
	 */
	void use(float[] parameters);

	@Override
	void close();

}
