package io.charrnn.model.train;

import java.util.Arrays;

import io.charrnn.model.product.MultiplyAdd;
import io.charrnn.model.product.Tanh;

/**
 * The gates of a GRU (Cho et al. 2014) whose reset gate is applied after the recurrent
 * product, as in cuDNN. Blocks n, r, z and q, where z_n has the input's product only and
 * z_q the state's only:
 *
 * <pre>
 * r = sigmoid(z_r)    z = sigmoid(z_z)    q = z_q    n = tanh(z_n + r q)
 * h = n + z (h' - n)
 * </pre>
 *
 * where h' is h of the step before.
 */
final class GruGates extends Gates {

	/** {@code [T + 1][B x H]}: h before the first step, then after each. */
	private final float[][] h;

	/** Gradient with respect to h' that does not go through a product. */
	private final float[] carried;

	private final Beginnings beginnings;

	GruGates(int steps, int size, Beginnings beginnings) {
		super(steps, 4, size);
		this.beginnings = beginnings;
		this.h = new float[steps + 1][size];
		this.carried = new float[size];
	}

	@Override
	float[] forward(int step, StepSums stepSums) {
		float[][] sums = stepSums.read();
		float[] n = activations(step)[0];
		float[] r = activations(step)[1];
		float[] z = activations(step)[2];
		float[] q = activations(step)[3];
		Tanh.sigmoid(sums[1], r);
		Tanh.sigmoid(sums[2], z);
		System.arraycopy(sums[3], 0, q, 0, q.length);
		propose(sums[0], r, q, n);
		this.beginnings.clear(step, this.h[step]);
		blend(n, z, this.h[step], this.h[step + 1]);
		return this.h[step + 1];
	}

	private static void propose(float[] sums, float[] r, float[] q, float[] n) {
		for (int j = 0; j < n.length; j++) {
			n[j] = Tanh.tanh(MultiplyAdd.of(r[j], q[j], sums[j]));
		}
	}

	private static void blend(float[] n, float[] z, float[] before, float[] h) {
		for (int j = 0; j < h.length; j++) {
			h[j] = MultiplyAdd.of(z[j], before[j] - n[j], n[j]);
		}
	}

	@Override
	void beginBackward() {
		Arrays.fill(this.carried, 0);
	}

	@Override
	void backward(int step, float[] dh, StepSums dz) {
		float[] n = activations(step)[0];
		float[] r = activations(step)[1];
		float[] z = activations(step)[2];
		float[] q = activations(step)[3];
		fetch(step, this.h[step]);
		add(this.carried, dh);
		float[][] gradient = gradient();
		update(dh, n, z, this.h[step], gradient[2]);
		candidate(dh, n, z, this.carried, gradient[0]);
		this.beginnings.clear(step, this.carried);
		reset(gradient[0], r, q, gradient[1], gradient[3]);
		writeGradient(dz);
	}

	private static void add(float[] addend, float[] sum) {
		for (int j = 0; j < sum.length; j++) {
			sum[j] += addend[j];
		}
	}

	private static void update(float[] dh, float[] n, float[] z, float[] before, float[] dzz) {
		for (int j = 0; j < dh.length; j++) {
			dzz[j] = dh[j] * (before[j] - n[j]) * (z[j] - z[j] * z[j]);
		}
	}

	private static void candidate(float[] dh, float[] n, float[] z, float[] carried, float[] dzn) {
		for (int j = 0; j < dh.length; j++) {
			carried[j] = dh[j] * z[j];
			dzn[j] = dh[j] * (1 - z[j]) * (1 - n[j] * n[j]);
		}
	}

	private static void reset(float[] dzn, float[] r, float[] q, float[] dzr, float[] dzq) {
		for (int j = 0; j < dzn.length; j++) {
			dzq[j] = dzn[j] * r[j];
			dzr[j] = dzn[j] * q[j] * (r[j] - r[j] * r[j]);
		}
	}

	@Override
	float[][] before() {
		return new float[][] { this.h[0] };
	}

	@Override
	float[][] after() {
		return new float[][] { this.h[this.h.length - 1] };
	}

}
