package io.charrnn.model.dl4j;

import static io.charrnn.model.dl4j.HiddenStateLayer.BIAS;

/** Where a {@link Gru}'s parameters stand in its part of the flat vector. */
final class GruParameters extends RecurrentParameters<Gru> {

	static final GruParameters INSTANCE = new GruParameters();

	private GruParameters() {
		super(Gru.class, BIAS);
	}

	@Override
	long gates(Gru layer) {
		return 3;
	}

	@Override
	long vectorLength(Gru layer) {
		return 4 * layer.getNOut();
	}

}
