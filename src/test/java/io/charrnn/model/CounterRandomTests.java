package io.charrnn.model;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CounterRandomTests {

	private static final int DRAWS = 100_000;

	/**
	 * The JDK's generator is the same algorithm, so a run of counters must equal its
	 * stream.
	 */
	@Test
	void aRunOfCountersIsAStreamOfSplitMix64() {
		long start = CounterRandom.mix(7, 0);
		assertThat(CounterRandom.mix(7, 0)).isEqualTo(start);
		SplittableRandom jdk = new SplittableRandom(stateOf(7));
		for (int counter = 0; counter < 1000; counter++) {
			assertThat(CounterRandom.mix(7, counter)).isEqualTo(jdk.nextLong());
		}
	}

	/**
	 * What a seed becomes before the counters are added, by SplitMix64's first output.
	 */
	private static long stateOf(long seed) {
		return new SplittableRandom(seed).nextLong();
	}

	@Test
	void everyBitIsAsOftenSetAsNot() {
		int[] set = new int[64];
		for (int counter = 0; counter < DRAWS; counter++) {
			long bits = CounterRandom.mix(1, counter);
			for (int bit = 0; bit < 64; bit++) {
				set[bit] += (int) (bits >>> bit & 1);
			}
		}
		for (int count : set) {
			assertThat((double) count / DRAWS).isCloseTo(0.5, within(0.01));
		}
	}

	@Test
	void uniformNumbersFillTheInterval() {
		int[] buckets = new int[100];
		double sum = 0;
		for (int counter = 0; counter < DRAWS; counter++) {
			double number = CounterRandom.uniform(3, counter);
			assertThat(number).isGreaterThanOrEqualTo(0).isLessThan(1);
			buckets[(int) (100 * number)]++;
			sum += number;
		}
		assertThat(sum / DRAWS).isCloseTo(0.5, within(0.005));
		for (int count : buckets) {
			assertThat(count).isBetween(DRAWS / 100 - 200, DRAWS / 100 + 200);
		}
	}

	@Test
	void neighboringSeedsAndCountersShareNothing() {
		Set<Long> seen = new HashSet<>();
		for (int seed = -50; seed < 50; seed++) {
			for (int counter = -50; counter < 50; counter++) {
				assertThat(seen.add(CounterRandom.mix(seed, counter))).isTrue();
			}
		}
		int agreeing = 0;
		for (int counter = 0; counter < 1000; counter++) {
			agreeing += Long.bitCount(~(CounterRandom.mix(1, counter) ^ CounterRandom.mix(2, counter)));
		}
		assertThat(agreeing / 64_000.0).isCloseTo(0.5, within(0.01));
	}

}
