package io.charrnn.model;

/** Those of {@link Cell#RNN}. */
final class RnnEquations implements CellEquations {

	@Override
	public void forward(double[] sums, double[] before, double[] activations, double[] after) {
		activations[0] = Math.tanh(sums[0]);
		after[0] = activations[0];
	}

	@Override
	public void backward(double[] activations, double[] before, double[] after, double[] dAfter, double[] dSums,
			double[] dBefore) {
		dSums[0] = dAfter[0] * (1 - after[0] * after[0]);
		dBefore[0] = 0;
	}

}
