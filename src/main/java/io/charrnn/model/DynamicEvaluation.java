package io.charrnn.model;

/**
 * What a network learns from the text that it reads (Krause et al. 2018). After each
 * segment every weight takes a step against its gradient g, the longer the less it
 * usually matters, and a step back to where it began:
 * {@code theta -= eta g / (R + epsilon)}, then
 * {@code theta += min(1, lambda R / mean R) (theta_0 - theta)}, where R is the root of
 * the mean square of each weight's gradient over {@link #MEASURED_SEGMENTS} segments.
 */
public final class DynamicEvaluation {

	/** Characters of a segment. */
	public static final int SEGMENT = 64;

	/** Segments over which gradients are measured. */
	public static final int MEASURED_SEGMENTS = 300;

	/** eta, where nobody asks for another. */
	public static final double RATE = 0.0007;

	private static final double LAMBDA = 0.002;

	/**
	 * Gradients of a quarter of the weights are zero almost everywhere: those of rare
	 * characters.
	 */
	private static final float EPSILON = 1e-5f;

	private final float[] original;

	private final float[] steps;

	private final float[] returns;

	private final float[] current;

	/**
	 * Begins a text.
	 * @param original theta_0, in the order of {@link ParameterLayout}; not changed
	 * @param current theta; not changed
	 * @param rootMeanSquares R, in the same order; not changed
	 * @param rate eta
	 */
	public DynamicEvaluation(float[] original, float[] current, float[] rootMeanSquares, double rate) {
		this.original = original;
		this.current = current.clone();
		this.steps = new float[original.length];
		this.returns = new float[original.length];
		double sum = 0;
		for (float root : rootMeanSquares) {
			sum += root;
		}
		double perMean = (sum > 0) ? LAMBDA * original.length / sum : 0;
		for (int index = 0; index < original.length; index++) {
			this.steps[index] = (float) rate / (rootMeanSquares[index] + EPSILON);
			this.returns[index] = (float) Math.min(1, rootMeanSquares[index] * perMean);
		}
	}

	/**
	 * Measures gradients on a text, segment by segment.
	 * @param gradients of the network, at the zero state
	 * @param text one stream of segments
	 * @param parameters how many the network has
	 * @return R
	 */
	public static float[] rootMeanSquares(SegmentGradients gradients, Streams text, int parameters) {
		float[] gradient = new float[parameters];
		double[] squares = new double[parameters];
		int count = Math.min(MEASURED_SEGMENTS, text.iterationsPerEpoch());
		for (int segment = 0; segment < count; segment++) {
			gradients.next(text.batch(segment), gradient);
			for (int index = 0; index < parameters; index++) {
				squares[index] += (double) gradient[index] * gradient[index];
			}
		}
		float[] roots = new float[parameters];
		for (int index = 0; index < parameters; index++) {
			roots[index] = (float) Math.sqrt(squares[index] / count);
		}
		return roots;
	}

	/** The weights now, in the order of {@link ParameterLayout}; not to be changed. */
	public float[] parameters() {
		return this.current;
	}

	/**
	 * Learns from a segment.
	 * @param gradient of its mean loss
	 * @param characters of the segment; a short one takes a part of the step, so that
	 * what is learned does not depend much on how a text is cut
	 */
	public void learn(float[] gradient, int characters) {
		float part = (float) characters / SEGMENT;
		for (int index = 0; index < this.current.length; index++) {
			float stepped = this.current[index] - part * this.steps[index] * gradient[index];
			this.current[index] = stepped + part * this.returns[index] * (this.original[index] - stepped);
		}
	}

}
