package io.charrnn.model;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
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
	@CsvSource({ "1, 2147483647, 1, 0, 1", "0.5, 2147483647, 1, 0, 1", "3, 2147483647, 1, 0, 1", "1, 3, 1, 0, 1",
			"0.7, 1000, 0.9, 0, 1", "1.3, 2147483647, 0.8, 0, 1", "1, 2147483647, 1, 0.1, 1", "0.9, 12, 0.95, 0.05, 1",
			"1, 2147483647, 1, 0, 0.7", "0.8, 2147483647, 1, 0, 0.2", "1.2, 20, 0.95, 0.01, 0.9" })
	void choosesAsOftenAsTheDistributionSays(double temperature, int topK, double topP, double minP, double typicalP) {
		float[] logits = SoftmaxTests.logits(40, 1.5);
		Sampling sampling = new Sampling(temperature, topK, topP, minP, typicalP, Penalties.NONE, Map.of());
		Sampler sampler = new Sampler(sampling, logits.length);
		assertDrawn(byDefinition(doubles(logits), sampling), (draw) -> sampler.choose(logits, 42, draw));
	}

	@ParameterizedTest
	@CsvSource({ "1.3, 0, 0", "0.8, 0, 0", "1, 0.7, 0", "1, 0, 0.5", "1, -0.5, -0.25", "1.2, 0.3, 0.4" })
	void choosesAsOftenAsPenaltiesAndBiasSay(double repetition, double presence, double frequency) {
		float[] logits = SoftmaxTests.logits(40, 1.5);
		int liked = indexOf(logits, true);
		int disliked = indexOf(logits, false);
		Sampling sampling = new Sampling(0.9, ALL, 1, 0, 1, new Penalties(repetition, presence, frequency),
				Map.of(5, 1.5, 9, -100.0, liked, -0.5));
		double[] changed = doubles(logits);
		for (int index : new int[] { liked, disliked }) {
			changed[index] = (logits[index] > 0) ? logits[index] / repetition : logits[index] * repetition;
			changed[index] -= presence + frequency * ((index == liked) ? 3 : 1);
		}
		changed[5] += 1.5;
		changed[9] -= 100;
		changed[liked] -= 0.5;
		assertDrawn(byDefinition(changed, sampling), (draw) -> {
			Sampler sampler = new Sampler(sampling, logits.length);
			for (int index : new int[] { liked, disliked, liked, liked }) {
				sampler.choose(logits, 1, 0, only(index));
			}
			return sampler.choose(logits, 43, draw);
		});
	}

	@Test
	void choosesAmongPermittedCharactersAsTheirShareOfTheDistributionSays() {
		float[] logits = SoftmaxTests.logits(40, 1.5);
		Sampling sampling = new Sampling(1.1, 8, 0.9, 0.01, 0.95, Penalties.NONE, Map.of());
		BitSet permitted = new BitSet();
		IntStream.range(0, 40).filter((index) -> index % 3 == 1).forEach(permitted::set);
		double[] left = doubles(logits);
		for (int index = 0; index < left.length; index++) {
			left[index] = permitted.get(index) ? left[index] : Double.NEGATIVE_INFINITY;
		}
		Sampler sampler = new Sampler(sampling, logits.length);
		assertDrawn(byDefinition(left, sampling), (draw) -> sampler.choose(logits, 44, draw, permitted));
	}

	@Test
	void greedyChoiceHeedsPenaltiesBiasAndWhatIsPermitted() {
		float[] logits = { 2, 1.9f, 1, -1 };
		Sampler penalised = new Sampler(new Sampling(0, ALL, 1, 0, 1, new Penalties(1, 0.2, 0), Map.of()), 4);
		assertThat(IntStream.range(0, 4).map((position) -> penalised.choose(logits, 0, position))).containsExactly(0, 1,
				0, 0);
		assertThat(new Sampler(new Sampling(0, ALL, 1, 0, 1, Penalties.NONE, Map.of(3, 3.1)), 4).choose(logits, 0, 0))
			.isEqualTo(3);
		assertThat(new Sampler(Sampling.temperature(0), 4).choose(logits, 0, 0, only(2))).isEqualTo(2);
		assertThat(new Sampler(Sampling.temperature(1), 4).choose(new float[] { 3e38f, 0, 0, -3e38f }, 0, 0, only(3)))
			.isEqualTo(3);
	}

	/** Typical is what is about as surprising as the entropy, here 1.39 nats. */
	@ParameterizedTest
	@CsvSource({ "0.1, 3", "0.29, 3", "0.31, 31", "0.71, 314", "0.86, 3140", "0.99, 31402" })
	void leavesInWhatIsTypical(double typicalP, String left) {
		Sampler sampler = new Sampler(new Sampling(1, ALL, 1, 0, typicalP, Penalties.NONE, Map.of()), FIVE.length);
		assertThat(chosen(sampler)).isEqualTo(digits(left));
	}

	static void assertDrawn(double[] expected, IntUnaryOperator draw) {
		int draws = 100_000;
		long[] counts = new long[expected.length];
		for (int number = 0; number < draws; number++) {
			counts[draw.applyAsInt(number)]++;
		}
		double statistic = 0;
		int bins = 0;
		double pooledExpected = 0;
		double pooledCount = 0;
		for (int index = 0; index < expected.length; index++) {
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
		assertThat(statistic).isLessThan(bins - 1 + 4 * Math.sqrt(2.0 * Math.max(1, bins - 1)));
	}

	@ParameterizedTest
	@CsvSource({ "2147483647, 0.39, 0, 1", "2147483647, 0.41, 0, 13", "2147483647, 0.71, 0, 134",
			"2147483647, 1, 0, 01234", "1, 1, 0, 1", "2, 1, 0, 13", "2, 0.57, 0, 1", "2, 0.58, 0, 13",
			"2147483647, 1, 0.3, 134", "2147483647, 1, 1, 1", "5, 1, 0, 01234", "2147483647, 0.000001, 0, 1" })
	void leavesInWhatTheFiltersSay(int topK, double topP, double minP, String left) {
		Sampler sampler = new Sampler(new Sampling(1, topK, topP, minP), FIVE.length);
		assertThat(chosen(sampler)).isEqualTo(digits(left));
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

	private static Set<Integer> chosen(Sampler sampler) {
		Set<Integer> chosen = new HashSet<>();
		for (int position = 0; position < 2000; position++) {
			chosen.add(sampler.choose(FIVE, 7, position));
		}
		return chosen;
	}

	private static Set<Integer> digits(String text) {
		return new HashSet<>(text.chars().map((digit) -> digit - '0').boxed().toList());
	}

	static BitSet only(int index) {
		BitSet set = new BitSet();
		set.set(index);
		return set;
	}

	/** The greatest or the least. */
	private static int indexOf(float[] logits, boolean greatest) {
		return IntStream.range(0, logits.length)
			.boxed()
			.max(Comparator.comparing((index) -> greatest ? logits[index] : -logits[index]))
			.orElseThrow();
	}

	static double[] doubles(float[] values) {
		return IntStream.range(0, values.length).mapToDouble((index) -> values[index]).toArray();
	}

	private static int[] choices(Sampler sampler, float[] logits) {
		return IntStream.range(0, 1000).map((position) -> sampler.choose(logits, 3, position)).toArray();
	}

	/** Probabilities after the filters, each applied as its definition says. */
	static double[] byDefinition(double[] logits, Sampling sampling) {
		double[] probabilities = IntStream.range(0, logits.length)
			.mapToDouble((index) -> Math.exp(logits[index] / sampling.temperature()))
			.toArray();
		normalize(probabilities);
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
		normalize(probabilities);
		dropBelow(probabilities,
				Math.max(least / Arrays.stream(descending).limit(sampling.topK()).sum() * (1 - 1e-12), 0));
		dropBelow(probabilities, sampling.minP() * Arrays.stream(probabilities).max().orElseThrow());
		return (sampling.typicalP() < 1) ? typical(probabilities, sampling.typicalP()) : probabilities;
	}

	private static double[] typical(double[] probabilities, double mass) {
		double entropy = Arrays.stream(probabilities).filter((p) -> p > 0).map((p) -> -p * Math.log(p)).sum();
		List<Integer> order = IntStream.range(0, probabilities.length)
			.filter((index) -> probabilities[index] > 0)
			.boxed()
			.sorted(Comparator.comparing((index) -> Math.abs(-Math.log(probabilities[index]) - entropy)))
			.toList();
		double[] kept = new double[probabilities.length];
		double sum = 0;
		for (int index : order) {
			if (sum < mass) {
				kept[index] = probabilities[index];
				sum += kept[index];
			}
		}
		normalize(kept);
		return kept;
	}

	private static void dropBelow(double[] probabilities, double least) {
		for (int index = 0; index < probabilities.length; index++) {
			probabilities[index] = (probabilities[index] < least) ? 0 : probabilities[index];
		}
		normalize(probabilities);
	}

	private static void normalize(double[] values) {
		double sum = Arrays.stream(values).sum();
		for (int index = 0; index < values.length; index++) {
			values[index] /= sum;
		}
	}

	private static float log(double probability) {
		return (float) Math.log(probability);
	}

}
