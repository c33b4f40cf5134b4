package io.charrnn.model.train;

import io.charrnn.model.product.Tanh;

/** h = tanh(z) (Elman 1990). */
final class RnnGates extends Gates {

	private final float[][] before;

	private final int last;

	RnnGates(int steps, int size) {
		super(steps, 1, size);
		this.before = new float[1][size];
		this.last = steps - 1;
	}

	@Override
	float[] forward(int step, StepSums z) {
		float[] h = activations(step)[0];
		Tanh.apply(z.read()[0], h);
		return h;
	}

	@Override
	void beginBackward() {
		// Carries nothing.
	}

	@Override
	void backward(int step, float[] dh, StepSums dz) {
		backward(activations(step)[0], dh, gradient()[0]);
		writeGradient(dz);
	}

	private static void backward(float[] h, float[] dh, float[] dz) {
		for (int i = 0; i < h.length; i++) {
			dz[i] = dh[i] * (1 - h[i] * h[i]);
		}
	}

	@Override
	float[][] before() {
		return this.before;
	}

	@Override
	float[][] after() {
		return activations(this.last);
	}

}
