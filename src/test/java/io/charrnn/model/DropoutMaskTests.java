package io.charrnn.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class DropoutMaskTests {

	private static final int LENGTH = 200_000;

	@ParameterizedTest
	@ValueSource(doubles = { 0.01, 0.2, 0.5, 0.9 })
	void dropsTheAskedPartAndKeepsTheMean(double dropout) {
		float[] mask = mask(1, dropout, 10, 0);
		float scale = new DropoutMask(1, dropout).scale();
		int dropped = 0;
		double sum = 0;
		for (float value : mask) {
			assertThat(value == 0 || value == scale).isTrue();
			dropped += (value == 0) ? 1 : 0;
			sum += value;
		}
		assertThat((double) dropped / LENGTH).isCloseTo(dropout, within(0.005));
		assertThat(sum / LENGTH).isCloseTo(1, within(0.02));
		assertThat((double) scale).isCloseTo(1 / (1 - dropout), within(1e-3));
	}

	@Test
	void keepsEverythingWithoutDropout() {
		assertThat(mask(1, 0, 10, 0)).containsOnly(1);
	}

	@Test
	void keepsSomethingHoweverHighTheDropout() {
		assertThat(new DropoutMask(1, Math.nextDown(1.0)).scale()).isEqualTo(65_536);
	}

	@Test
	void aPartEqualsThatPartOfTheWhole() {
		float[] whole = mask(1, 0.4, 10, 0);
		DropoutMask masks = new DropoutMask(1, 0.4);
		for (int from : new int[] { 0, 1, 2, 3, 4, 777, LENGTH - 50 }) {
			float[] part = new float[50];
			masks.fill(10, 0, from, part);
			for (int i = 0; i < part.length; i++) {
				assertThat(part[i]).isEqualTo(whole[from + i]);
			}
		}
	}

	@Test
	void seedsIterationsAndLayersHaveMasksOfTheirOwn() {
		float[] mask = mask(1, 0.5, 10, 1);
		for (float[] other : new float[][] { mask(2, 0.5, 10, 1), mask(1, 0.5, 11, 1), mask(1, 0.5, 10, 2),
				mask(1, 0.5, 9, 1), mask(1, 0.5, 10, 0), mask(-2, 0.5, 10, 1) }) {
			int same = 0;
			for (int i = 0; i < LENGTH; i++) {
				same += (mask[i] == other[i]) ? 1 : 0;
			}
			assertThat((double) same / LENGTH).isCloseTo(0.5, within(0.005));
		}
	}

	/** The documented derivation, so that every engine can rely on it. */
	@Test
	void followsItsDocumentation() {
		long key = CounterRandom.mix(~77L, 5 * 4 + 2);
		float[] mask = new float[9];
		new DropoutMask(77, 0.25).fill(5, 2, 0, mask);
		for (int i = 0; i < mask.length; i++) {
			long lane = (CounterRandom.mix(key, i / 4) >>> (16 * (i % 4))) & 0xFFFF;
			assertThat(mask[i]).isEqualTo((lane < 16_384) ? 0 : 4 / 3f);
		}
	}

	private static float[] mask(long seed, double dropout, long iteration, int layer) {
		float[] mask = new float[LENGTH];
		new DropoutMask(seed, dropout).fill(iteration, layer, 0, mask);
		return mask;
	}

}
