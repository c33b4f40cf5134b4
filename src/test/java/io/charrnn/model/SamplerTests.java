package io.charrnn.model;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SamplerTests {

	private static final int ALL = Integer.MAX_VALUE;

	/** Probabilities 0.4, 0.3, 0.15, 0.1, 0.05, not in order. */
	private static final float[] FIVE = { log(0.1), log(0.4), log(0.05), log(0.3), log(0.15) };

	@ParameterizedTest
	@CsvSource({ "1, 2147483647, 1, 0", "0.5, 2147483647, 1, 0", "3, 2147483647, 1, 0", "1, 3, 1, 0",
			"0.7, 1000, 0.9, 0", "1.3, 2147483647, 0.8, 0", "1, 2147483647, 1, 0.1", "0.9, 12, 0.95, 0.05" })
	void choosesAsOftenAsTheDistributionSays(double temperature, int topK, double topP, double minP) {
		float[] logits = SoftmaxTests.logits(40, 1.5);
		Sampling sampling = new Sampling(temperature, topK, topP, minP);
		double[] expected = byDefinition(logits, sampling);
		Sampler sampler = new Sampler(sampling, logits.length);
		int draws = 100_000;
		long[] counts = new long[logits.length];
		for (int position = 0; position < draws; position++) {
			counts[sampler.choose(logits, 42, position)]++;
		}
		double statistic = 0;
		int bins = 0;
		double pooledExpected = 0;
		double pooledCount = 0;
		for (int index = 0; index < logits.length; index++) {
			if (expected[index] == 0) {
				assertThat(counts[index]).as("character %d is left out", index).isZero();
			}
			else if (expected[index] * draws < 10) {
				pooledExpected += expected[index] * draws;
				pooledCount += counts[index];
			}
			else {
				statistic += Math.pow(counts[index] - expected[index] * draws, 2) / (expected[index] * draws);
				bins++;
			}
		}
		if (pooledExpected > 0) {
			statistic += Math.pow(pooledCount - pooledExpected, 2) / pooledExpected;
			bins++;
		}
		// 4 standard deviations of a chi-square statistic with bins - 1 degrees
		assertThat(statistic).isLessThan(bins - 1 + 4 * Math.sqrt(2.0 * (bins - 1)));
	}

	@ParameterizedTest
	@CsvSource({ "2147483647, 0.39, 0, 1", "2147483647, 0.41, 0, 13", "2147483647, 0.71, 0, 134",
			"2147483647, 1, 0, 01234", "1, 1, 0, 1", "2, 1, 0, 13", "2, 0.57, 0, 1", "2, 0.58, 0, 13",
			"2147483647, 1, 0.3, 134", "2147483647, 1, 1, 1", "5, 1, 0, 01234", "2147483647, 0.000001, 0, 1" })
	void leavesInWhatTheFiltersSay(int topK, double topP, double minP, String left) {
		Sampler sampler = new Sampler(new Sampling(1, topK, topP, minP), FIVE.length);
		Set<Integer> chosen = new HashSet<>();
		for (int position = 0; position < 2000; position++) {
			chosen.add(sampler.choose(FIVE, 7, position));
		}
		assertThat(chosen).isEqualTo(new HashSet<>(left.chars().map((digit) -> digit - '0').boxed().toList()));
	}

	@Test
	void temperatureZeroTakesTheMostLikelyAndTheFirstOfEqual() {
		Sampler sampler = new Sampler(Sampling.temperature(0), 4);
		assertThat(sampler.choose(new float[] { -3, -1, -2, -1 }, 1, 1)).isEqualTo(1);
	}

	@Test
	void filtersThatLeaveAllInChangeNothing() {
		float[] logits = SoftmaxTests.logits(100, 1);
		Sampler plain = new Sampler(Sampling.temperature(1), logits.length);
		Sampler filtered = new Sampler(new Sampling(1, 99 + 1, 1, 1e-300), logits.length);
		assertThat(choices(filtered, logits)).isEqualTo(choices(plain, logits));
	}

	@Test
	void choiceFollowsFromSeedAndPositionAlone() {
		float[] logits = SoftmaxTests.logits(100, 1);
		Sampler sampler = new Sampler(new Sampling(1, 50, 0.9, 0), logits.length);
		int[] forwards = IntStream.range(0, 100).map((position) -> sampler.choose(logits, 5, position)).toArray();
		for (int position = 99; position >= 0; position--) {
			assertThat(sampler.choose(logits, 5, position)).isEqualTo(forwards[position]);
		}
		assertThat(IntStream.range(0, 100).map((position) -> sampler.choose(logits, 6, position)).toArray())
			.isNotEqualTo(forwards);
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, -1, Double.POSITIVE_INFINITY })
	void refusesTemperature(double temperature) {
		assertThatIllegalArgumentException().isThrownBy(() -> Sampling.temperature(temperature))
			.withMessageContaining("temperature");
	}

	@Test
	void refusesFiltersOutOfBounds() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Sampling(1, 0, 1, 0)).withMessageContaining("topK");
		for (double topP : new double[] { 0, 1.1, Double.NaN }) {
			assertThatIllegalArgumentException().isThrownBy(() -> new Sampling(1, ALL, topP, 0))
				.withMessageContaining("topP");
		}
		for (double minP : new double[] { -0.1, 1.1, Double.NaN }) {
			assertThatIllegalArgumentException().isThrownBy(() -> new Sampling(1, ALL, 1, minP))
				.withMessageContaining("minP");
		}
	}

	private static int[] choices(Sampler sampler, float[] logits) {
		return IntStream.range(0, 1000).map((position) -> sampler.choose(logits, 3, position)).toArray();
	}

	/** Probabilities after the filters, each applied as its definition says. */
	private static double[] byDefinition(float[] logits, Sampling sampling) {
		double[] probabilities = IntStream.range(0, logits.length)
			.mapToDouble((index) -> Math.exp(logits[index] / sampling.temperature()))
			.toArray();
		normalise(probabilities);
		double[] descending = Arrays.stream(probabilities)
			.map((value) -> -value)
			.sorted()
			.map((value) -> -value)
			.toArray();
		double least = descending[Math.min(sampling.topK(), descending.length) - 1];
		dropBelow(probabilities, least);
		double sum = 0;
		for (int rank = 0; rank < descending.length && sum < sampling.topP(); rank++) {
			least = descending[rank];
			sum += least / Arrays.stream(descending).limit(sampling.topK()).sum();
		}
		normalise(probabilities);
		dropBelow(probabilities,
				Math.max(least / Arrays.stream(descending).limit(sampling.topK()).sum() * (1 - 1e-12), 0));
		dropBelow(probabilities, sampling.minP() * Arrays.stream(probabilities).max().orElseThrow());
		return probabilities;
	}

	private static void dropBelow(double[] probabilities, double least) {
		for (int index = 0; index < probabilities.length; index++) {
			probabilities[index] = (probabilities[index] < least) ? 0 : probabilities[index];
		}
		normalise(probabilities);
	}

	private static void normalise(double[] values) {
		double sum = Arrays.stream(values).sum();
		for (int index = 0; index < values.length; index++) {
			values[index] /= sum;
		}
	}

	private static float log(double probability) {
		return (float) Math.log(probability);
	}

}
