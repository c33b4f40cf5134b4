package io.charrnn.model;

/** Those of {@link Cell#LSTM}. The state is h, then c. */
final class LstmEquations implements CellEquations {

	@Override
	public void forward(double[] sums, double[] before, double[] activations, double[] after) {
		activations[0] = Math.tanh(sums[0]);
		for (int gate = 1; gate < 4; gate++) {
			activations[gate] = CellEquations.sigmoid(sums[gate]);
		}
		after[1] = activations[1] * before[1] + activations[3] * activations[0];
		after[0] = activations[2] * Math.tanh(after[1]);
	}

	@Override
	public void backward(double[] activations, double[] before, double[] after, double[] dAfter, double[] dSums,
			double[] dBefore) {
		double candidate = activations[0];
		double forget = activations[1];
		double output = activations[2];
		double input = activations[3];
		double tanhC = Math.tanh(after[1]);
		dAfter[1] += dAfter[0] * output * (1 - tanhC * tanhC);
		dSums[0] = dAfter[1] * input * (1 - candidate * candidate);
		dSums[1] = dAfter[1] * before[1] * forget * (1 - forget);
		dSums[2] = dAfter[0] * tanhC * output * (1 - output);
		dSums[3] = dAfter[1] * candidate * input * (1 - input);
		dBefore[0] = 0;
		dBefore[1] = dAfter[1] * forget;
	}

}
