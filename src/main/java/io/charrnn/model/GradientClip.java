package io.charrnn.model;

/**
 * A bound on the gradient, against its explosion (Pascanu, Mikolov and Bengio 2013).
 *
 * @param type what is bounded
 * @param threshold the bound, more than 0
 */
public record GradientClip(Type type, double threshold) {

	public GradientClip {
		Bounds.check("gradientClip.threshold", threshold, threshold > 0 && threshold < Double.POSITIVE_INFINITY,
				"a number more than 0");
	}

	/** What is bounded. */
	public enum Type {

		/** The L2 norm of the whole gradient: longer ones are scaled down to it. */
		NORM,

		/** Each value of the gradient: larger ones are cut to it. */
		ELEMENT

	}

}
