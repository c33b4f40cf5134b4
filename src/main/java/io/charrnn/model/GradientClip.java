package io.charrnn.model;

/**
 * A limit on the gradient, against exploding gradients (Pascanu, Mikolov and Bengio
 * 2013).
 */
public record GradientClip(
		@Hyperparameter("Whether the norm of the gradient or each of its elements is clipped") Type type,
		@Hyperparameter(value = "The bound", above = 0, words = "a number greater than 0") double threshold) {

	public GradientClip {
		HyperparameterField.check("gradientClip.", GradientClip.class, type, threshold);
	}

	/** What is bounded. */
	public enum Type {

		/** The L2 norm of the whole gradient: longer ones are scaled down to it. */
		NORM,

		/** Each value of the gradient: larger ones are cut to it. */
		ELEMENT

	}

}
