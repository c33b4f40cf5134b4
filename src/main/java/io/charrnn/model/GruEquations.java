package io.charrnn.model;

/** Those of {@link Cell#GRU}. Behind the activations stands R_n h + b'. */
final class GruEquations implements CellEquations {

	@Override
	public void forward(double[] sums, double[] before, double[] activations, double[] after) {
		activations[0] = CellEquations.sigmoid(sums[0]);
		activations[1] = CellEquations.sigmoid(sums[1]);
		activations[3] = sums[3];
		activations[2] = Math.tanh(sums[2] + activations[0] * activations[3]);
		after[0] = (1 - activations[1]) * activations[2] + activations[1] * before[0];
	}

	@Override
	public void backward(double[] activations, double[] before, double[] after, double[] dAfter, double[] dSums,
			double[] dBefore) {
		double reset = activations[0];
		double update = activations[1];
		double candidate = activations[2];
		double dCandidate = dAfter[0] * (1 - update) * (1 - candidate * candidate);
		dSums[0] = dCandidate * activations[3] * reset * (1 - reset);
		dSums[1] = dAfter[0] * (before[0] - candidate) * update * (1 - update);
		dSums[2] = dCandidate;
		dSums[3] = dCandidate * reset;
		dBefore[0] = dAfter[0] * update;
	}

}
