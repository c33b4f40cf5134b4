package io.charrnn.model.train;

import java.util.List;

import io.charrnn.model.product.NativeFloats;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AdamTests {

	private static final int LENGTH = 40;

	/** Of a character that does not come any more. */
	@Test
	void momentsWithoutGradientNeverBecomeSubnormal() {
		float[] parameters = new float[LENGTH];
		float[] first = new float[LENGTH];
		float[] second = new float[LENGTH];
		try (NativeFloats gradient = new NativeFloats(LENGTH)) {
			Adam adam = new Adam(parameters, first, second, List.of(gradient), 1);
			for (int index = 0; index < LENGTH; index++) {
				gradient.set(index, (index % 2 == 0) ? (float) Math.pow(10, -index / 4.0) : -1e-3f);
			}
			for (int iteration = 0; iteration < 100_000; iteration++) {
				adam.sum(0, LENGTH);
				adam.step(0, LENGTH, Clipping.NONE, 0.001, iteration);
				if (iteration == 0) {
					gradient.write(0, new float[LENGTH], 0, LENGTH);
				}
				for (int index = 0; iteration > 0 && index < LENGTH; index++) {
					assertNormal(first[index]);
					assertNormal(second[index]);
				}
			}
			assertThat(first).containsOnly(0);
			assertThat(second).containsOnly(0);
			assertThat(parameters).doesNotContain(Float.NaN);
		}
	}

	private static void assertNormal(float moment) {
		if (moment != 0 && Math.abs(moment) < Float.MIN_NORMAL) {
			throw new AssertionError(moment + " is subnormal");
		}
	}

	@Test
	void otherMomentsKeepTheirBits() {
		float[] first = { 1.1e-30f, -1.2e-30f, 0.9e-30f, -1e-38f, 0.5f };
		float[] second = { 1.1e-30f, 1, 0.9e-30f, 1e-38f, 0.5f };
		try (NativeFloats gradient = new NativeFloats(first.length)) {
			Adam adam = new Adam(new float[first.length], first, second, List.of(gradient), 1);
			adam.sum(0, first.length);
			adam.step(0, first.length, Clipping.NONE, 0.001, Adam.FLUSH_EVERY);
		}
		assertThat(first).containsExactly(0, 0.9f * -1.2e-30f, 0, 0, 0.9f * 0.5f);
		assertThat(second).containsExactly(0.999f * 1.1e-30f, 0.999f, 0, 0, 0.999f * 0.5f);
	}

}
