package io.charrnn.model;

/**
 * What a network learns from the text that it reads (Krause et al. 2018). After each
 * segment every weight takes a step against its gradient g, the longer the less it
 * usually matters, and a step back to where it began:
 * {@code theta -= eta g / (R + epsilon)}, then
 * {@code theta += min(1, lambda R / mean R) (theta_0 - theta)}, where R is the root of
 * the mean square of each weight's gradient over {@link #MEASURED_SEGMENTS} segments of
 * what the network was trained on.
 */
public final class DynamicEvaluation {

	/** Characters of a segment. */
	public static final int SEGMENT = 64;

	/** Segments over which gradients are measured. */
	public static final int MEASURED_SEGMENTS = 300;

	private static final float ETA = 0.0007f;

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
	 * @param rootMeanSquares R, in the same order; not changed
	 */
	public DynamicEvaluation(float[] original, float[] rootMeanSquares) {
		this.original = original;
		this.current = original.clone();
		this.steps = new float[original.length];
		this.returns = new float[original.length];
		double sum = 0;
		for (float root : rootMeanSquares) {
			sum += root;
		}
		double perMean = (sum > 0) ? LAMBDA * original.length / sum : 0;
		for (int index = 0; index < original.length; index++) {
			this.steps[index] = ETA / (rootMeanSquares[index] + EPSILON);
			this.returns[index] = (float) Math.min(1, rootMeanSquares[index] * perMean);
		}
	}

	/**
	 * Measures gradients on a text, from its first segments.
	 * @param gradients of the network, at the zero state
	 * @param text what the network was trained on, at least two characters more than a
	 * segment
	 * @param parameters how many the network has
	 * @return R
	 */
	public static float[] rootMeanSquares(SegmentGradients gradients, EncodedText text, int parameters) {
		float[] gradient = new float[parameters];
		double[] squares = new double[parameters];
		int count = Math.min(MEASURED_SEGMENTS, (text.length() - 1) / SEGMENT);
		for (int segment = 0; segment < count; segment++) {
			gradients.next(segment(text, segment * SEGMENT), gradient);
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

	private static Batch segment(EncodedText text, int from) {
		int[] inputs = new int[SEGMENT];
		int[] targets = new int[SEGMENT];
		for (int step = 0; step < SEGMENT; step++) {
			inputs[step] = text.at(from + step);
			targets[step] = text.at(from + step + 1);
		}
		return new Batch(1, SEGMENT, inputs, targets, false);
	}

	/** The weights now, in the order of {@link ParameterLayout}; not to be changed. */
	public float[] parameters() {
		return this.current;
	}

	/**
	 * Learns from a segment.
	 * @param gradient of its mean loss
	 */
	public void learn(float[] gradient) {
		for (int index = 0; index < this.current.length; index++) {
			float stepped = this.current[index] - this.steps[index] * gradient[index];
			this.current[index] = stepped + this.returns[index] * (this.original[index] - stepped);
		}
	}

}
