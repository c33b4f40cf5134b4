package io.charrnn.model.train;

import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.Resources;

/** What a thread needs of memory for one {@link RotatedMatrix} at a time. */
final class RotationMemory {

	/** {@code [H][H]}. */
	final Matrix before;

	/** {@code [H][H]}. */
	final Matrix after;

	/** {@code [H x H]}. */
	final float[] values;

	/** {@code [H][H]}. */
	final float[][] rows;

	final Householder householder;

	RotationMemory(Resources resources, int size) {
		this.before = resources.matrix(size, size);
		this.after = resources.matrix(size, size);
		this.values = new float[size * size];
		this.rows = new float[size][size];
		this.householder = new Householder(size);
	}

}
