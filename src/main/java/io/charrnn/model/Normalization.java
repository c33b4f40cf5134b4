package io.charrnn.model;

/**
 * How a cell's pre-activations are normalized; {@link Cell} has the equations without
 * normalization.
 */
public enum Normalization {

	/** Nothing: a bias is added. */
	NONE,

	/**
	 * Each block of H sums a of a layer is divided by its root mean square (Zhang and
	 * Sennrich 2019) and then scaled and shifted, y = gain * a / sqrt(mean(a^2) + 1e-5) +
	 * bias, where * multiplies element by element. A block is what is added up before
	 * anything else happens to it: of a GRU, whose reset gate stands between them, the
	 * candidate's input product and its recurrent product are two.
	 */
	RMS;

	/** Added to the mean of squares. */
	public static final float EPSILON = 1e-5f;

}
