package io.charrnn.model.product;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Goes through every 211th float, or through all of them with
 * {@code -Dtanh.floats.stride=1}.
 */
class TanhTests {

	private static final int CHUNK = 1 << 16;

	private final float[] x = new float[CHUNK];

	private final float[] y = new float[CHUNK];

	@Test
	void tanhIsWithinItsBoundForEveryFloat() {
		double greatest = 0;
		for (long bits = 0; bits < 1L << 32; bits = fill(bits)) {
			Tanh.apply(this.x, this.y);
			for (int i = 0; i < CHUNK; i++) {
				double expected = Math.tanh(this.x[i]);
				if (Double.isNaN(expected)) {
					assertThat(this.y[i]).isNaN();
				}
				else if (Math.abs(this.x[i]) >= Float.MIN_NORMAL) {
					greatest = Math.max(greatest, Math.abs(this.y[i] / expected - 1));
				}
			}
		}
		assertThat(greatest).isLessThan(4e-7);
	}

	@Test
	void sigmoidIsWithinItsBoundForEveryFloat() {
		double greatest = 0;
		for (long bits = 0; bits < 1L << 32; bits = fill(bits)) {
			Tanh.sigmoid(this.x, this.y);
			for (int i = 0; i < CHUNK; i++) {
				double expected = 1 / (1 + Math.exp(-(double) this.x[i]));
				if (Double.isNaN(expected)) {
					assertThat(this.y[i]).isNaN();
				}
				else {
					greatest = Math.max(greatest, Math.abs(this.y[i] - expected));
				}
			}
		}
		assertThat(greatest).isLessThan(2e-7);
	}

	@Test
	void expIsWithinItsBoundForEveryFloatUpToZero() {
		double greatest = 0;
		for (long bits = 0x80000000L; bits < 1L << 32; bits = fill(bits)) {
			for (float value : this.x) {
				float actual = PlainSoftmax.exp(value);
				if (Float.isNaN(value)) {
					assertThat(actual).isNaN();
				}
				else if (value <= 0) {
					double expected = Math.exp(Math.max(-87, (double) value));
					greatest = Math.max(greatest, Math.abs(actual / expected - 1));
				}
			}
		}
		assertThat(greatest).isLessThan(2e-7);
		assertThat(PlainSoftmax.exp(0)).isEqualTo(1);
	}

	@Test
	void infinitiesAreLimits() {
		float[] values = { Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY };
		Tanh.apply(values, 2);
		assertThat(values[0]).isCloseTo(1, within(4e-7f));
		assertThat(values[1]).isCloseTo(-1, within(4e-7f));
		float[] gates = { Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY };
		Tanh.sigmoid(gates, gates);
		assertThat(gates[0]).isCloseTo(1, within(2e-7f));
		assertThat(gates[1]).isCloseTo(0, within(2e-7f));
	}

	/** Puts floats from these bits on into x. Returns the bits after the last. */
	private long fill(long bits) {
		int stride = Integer.getInteger("tanh.floats.stride", 211);
		long next = bits;
		for (int i = 0; i < CHUNK; i++) {
			this.x[i] = Float.intBitsToFloat((int) Math.min(next, 0xFFFFFFFFL));
			next += stride;
		}
		return next;
	}

}
