package io.charrnn.model.train;

import io.charrnn.model.GradientClip;
import org.jspecify.annotations.Nullable;

/**
 * What clipping does to one gradient.
 *
 * @param scale each element is multiplied with it
 * @param limit and then cut to it
 */
record Clipping(float scale, float limit) {

	/** Leaves a gradient as it is. */
	static final Clipping NONE = new Clipping(1, Float.POSITIVE_INFINITY);

	/**
	 * Decides how a gradient is clipped.
	 * @param clip the bound
	 * @param norm of the gradient
	 * @param greatest absolute value in it
	 */
	static Clipping of(@Nullable GradientClip clip, double norm, float greatest) {
		if (clip == null) {
			return NONE;
		}
		double threshold = clip.threshold();
		return switch (clip.type()) {
			case NORM -> (norm > threshold) ? new Clipping((float) (threshold / norm), NONE.limit) : NONE;
			case ELEMENT -> (greatest > threshold) ? new Clipping(1, (float) threshold) : NONE;
		};
	}

}
