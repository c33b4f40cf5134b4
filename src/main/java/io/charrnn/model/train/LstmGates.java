package io.charrnn.model.train;

import java.util.Arrays;

import io.charrnn.model.product.MultiplyAdd;
import io.charrnn.model.product.Tanh;

/**
 * The gates of an LSTM (Hochreiter and Schmidhuber 1997; Gers et al. 2000), in DL4J's
 * order:
 *
 * <pre>
 * g = tanh(z_g)     f = sigmoid(z_f)    o = sigmoid(z_o)    i = sigmoid(z_i)
 * c = f c' + i g    h = o tanh(c)
 * </pre>
 *
 * where c' is c of the step before.
 */
final class LstmGates extends Gates {

	/** {@code [T + 1][B x H]}: c before the first step, then after each. */
	private final float[][] c;

	/**
	 * tanh(c) of a step going backward. Computing it again takes less time than writing
	 * it to memory and reading it back.
	 */
	private final float[] tanhC;

	private final float[] h;

	private final float[] hBefore;

	/** Gradient with respect to c. */
	private final float[] dc;

	private final Beginnings beginnings;

	LstmGates(int steps, int size, Beginnings beginnings) {
		super(steps, 4, size);
		this.beginnings = beginnings;
		this.c = new float[steps + 1][size];
		this.tanhC = new float[size];
		this.h = new float[size];
		this.hBefore = new float[size];
		this.dc = new float[size];
	}

	@Override
	float[] forward(int step, StepSums sums) {
		float[][] z = sums.read();
		float[] g = activations(step)[0];
		float[] f = activations(step)[1];
		float[] o = activations(step)[2];
		float[] i = activations(step)[3];
		Tanh.apply(z[0], g);
		Tanh.sigmoid(z[1], f);
		// A closed gate lets neither c' nor a gradient through.
		this.beginnings.clear(step, f);
		Tanh.sigmoid(z[3], i);
		cell(g, f, i, this.c[step], this.c[step + 1]);
		Tanh.sigmoid(z[2], o);
		hidden(o, this.c[step + 1], this.h);
		return this.h;
	}

	private static void cell(float[] g, float[] f, float[] i, float[] before, float[] c) {
		for (int j = 0; j < c.length; j++) {
			c[j] = MultiplyAdd.of(f[j], before[j], i[j] * g[j]);
		}
	}

	private static void hidden(float[] o, float[] c, float[] h) {
		for (int j = 0; j < h.length; j++) {
			h[j] = o[j] * Tanh.tanh(c[j]);
		}
	}

	@Override
	void beginBackward() {
		Arrays.fill(this.dc, 0);
	}

	@Override
	void backward(int step, float[] dh, StepSums dz) {
		float[] g = activations(step)[0];
		float[] f = activations(step)[1];
		float[] o = activations(step)[2];
		float[] i = activations(step)[3];
		fetch(step, this.c[step]);
		Tanh.apply(this.c[step + 1], this.tanhC);
		float[][] gradient = gradient();
		output(dh, o, this.tanhC, this.dc, gradient[2]);
		input(this.dc, g, i, gradient[0], gradient[3]);
		forget(this.dc, f, this.c[step], gradient[1]);
		writeGradient(dz);
	}

	private static void output(float[] dh, float[] o, float[] tanhC, float[] dc, float[] dzo) {
		for (int j = 0; j < dc.length; j++) {
			dzo[j] = dh[j] * tanhC[j] * (o[j] - o[j] * o[j]);
			dc[j] += dh[j] * o[j] * (1 - tanhC[j] * tanhC[j]);
		}
	}

	private static void input(float[] dc, float[] g, float[] i, float[] dzg, float[] dzi) {
		for (int j = 0; j < dc.length; j++) {
			dzg[j] = dc[j] * i[j] * (1 - g[j] * g[j]);
			dzi[j] = dc[j] * g[j] * (i[j] - i[j] * i[j]);
		}
	}

	private static void forget(float[] dc, float[] f, float[] before, float[] dzf) {
		for (int j = 0; j < dc.length; j++) {
			dzf[j] = dc[j] * before[j] * (f[j] - f[j] * f[j]);
			dc[j] *= f[j];
		}
	}

	@Override
	float[][] before() {
		return new float[][] { this.hBefore, this.c[0] };
	}

	@Override
	float[][] after() {
		return new float[][] { this.h, this.c[this.c.length - 1] };
	}

}
