package io.charrnn.model;

import java.util.ArrayList;
import java.util.List;

/** How gradients become updates. */
public enum Optimizer {

	/** Adam (Kingma and Ba 2015). */
	ADAM,

	/**
	 * SOAP (Vyas et al. 2024) on one side: Adam in the basis of the eigenvectors of a
	 * running mean of G G^T, for recurrent weights and the input weights of upper layers;
	 * Adam for all others.
	 */
	SOAP;

	/** Two moments of each parameter. */
	public static int momentsLength(Architecture architecture) {
		return Math.multiplyExact(2, new ParameterLayout(architecture).length());
	}

	/**
	 * Values that it keeps from update to update: the moments, in the order of the
	 * parameters; of SOAP, then, for each of its matrices, the mean of G G^T
	 * {@code [H][H]}, of which the blocks below the diagonal may be zero, and the basis
	 * {@code [H][H]}, both row by row.
	 */
	public int stateLength(Architecture architecture) {
		int square = Math.multiplyExact(architecture.hiddenSize(), architecture.hiddenSize());
		return Math.addExact(momentsLength(architecture),
				Math.multiplyExact(Math.multiplyExact(2, square), rotated(architecture).size()));
	}

	/**
	 * Where the matrices {@code [H][gates x H]} begin whose gradients are rotated, in the
	 * order of the parameters.
	 */
	public List<Integer> rotated(Architecture architecture) {
		List<Integer> offsets = new ArrayList<>();
		ParameterLayout layout = new ParameterLayout(architecture);
		for (int layer = 0; this == SOAP && layer < architecture.layers(); layer++) {
			if (layer > 0) {
				offsets.add(layout.inputWeights(layer));
			}
			offsets.add(layout.recurrentWeights(layer));
		}
		return offsets;
	}

}
