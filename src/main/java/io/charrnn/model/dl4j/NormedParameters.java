package io.charrnn.model.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;

import static io.charrnn.model.dl4j.HiddenStateLayer.BIAS;

/** Where a {@link Normed}'s parameters stand in its part of the flat vector. */
final class NormedParameters extends RecurrentParameters<Normed> {

	static final String GAIN = "g";

	static final NormedParameters INSTANCE = new NormedParameters();

	private NormedParameters() {
		super(Normed.class, BIAS, GAIN);
	}

	@Override
	long gates(Normed layer) {
		return layer.getCell().gates();
	}

	@Override
	long vectorLength(Normed layer) {
		return layer.getCell().biases() * layer.getNOut();
	}

	@Override
	void initialize(Normed layer, String vector, INDArray view) {
		if (vector.equals(GAIN)) {
			view.assign(1);
		}
		else {
			super.initialize(layer, vector, view);
		}
	}

}
