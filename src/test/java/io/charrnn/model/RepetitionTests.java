package io.charrnn.model;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RepetitionTests {

	private static final int ALL = Integer.MAX_VALUE;

	private static final float[] LOGITS = { 1.2f, -0.4f, 0.3f, -1.1f, 0.8f, 0 };

	/** What the text has: one of them positive, one negative, one of them twice. */
	private static final int[] TEXT = { 0, 1, 1, 4, 3 };

	@ParameterizedTest
	@CsvSource({ "1.4, 0, 0, 1, 3", "1.4, 0, 0, 2, 34", "0.7, 0.5, 0.3, 3, 134", "1, 0, 0.6, 4, 1134",
			"1.4, 0.5, 0.3, 5, 01134", "1.4, 0.5, 0.3, 500, 01134" })
	void penaltiesLookAtTheLastCharactersOfTheirWindow(double repetition, double presence, double frequency, int window,
			String seen) {
		Sampling sampling = new Sampling(0.9, ALL, 1, 0, 1, new Penalties(repetition, presence, frequency, window, 0),
				Map.of(2, 0.4));
		double[] changed = SamplerTests.doubles(LOGITS);
		for (int index = 0; index < changed.length; index++) {
			String character = String.valueOf(index);
			long count = seen.chars().filter((other) -> other == character.charAt(0)).count();
			if (count > 0) {
				changed[index] = (changed[index] > 0) ? changed[index] / repetition : changed[index] * repetition;
				changed[index] -= presence + frequency * count;
			}
		}
		changed[2] += 0.4;
		SamplerTests.assertDrawn(SamplerTests.byDefinition(changed, sampling),
				(draw) -> behind(TEXT, sampling, null).choose(LOGITS, 45, draw));
	}

	@Test
	void repetitionPenaltyOfVllmLooksAtThePromptAndActsBehindTheBias() {
		Sampling sampling = new Sampling(1.1, ALL, 1, 0, 1, new Penalties(1.5, 0.5, 0.25), Map.of(1, 1.0, 2, -1.0),
				SamplingOrder.VLLM);
		double[] changed = { 1.2 / 1.5, 0.6 / 1.5 - 0.5 - 0.5, -0.7, -1.1 * 1.5 - 0.5 - 0.25, 0.8, 0 };
		SamplerTests.assertDrawn(SamplerTests.byDefinition(changed, sampling),
				(draw) -> behind(new int[] { 1, 3, 1 }, sampling, new char[] { 0, 3 }).choose(LOGITS, 46, draw));
	}

	@Test
	void windowOfVllmBeginsInThePrompt() {
		Sampling sampling = new Sampling(1, ALL, 1, 0, 1, new Penalties(1.5, 0, 0, 3, 0), Map.of(), SamplingOrder.VLLM);
		double[] changed = { 1.2, -0.4 * 1.5, 0.3 / 1.5, -1.1, 0.8 / 1.5, 0 };
		SamplerTests.assertDrawn(SamplerTests.byDefinition(changed, sampling),
				(draw) -> behind(new int[] { 1 }, sampling, new char[] { 0, 3, 2, 4 }).choose(LOGITS, 47, draw));
	}

	@Test
	void promptCountsOnlyInTheOrderOfVllm() {
		Sampling sampling = new Sampling(0.9, ALL, 1, 0, 1, new Penalties(3, 0, 0), Map.of());
		SamplerTests.assertDrawn(SamplerTests.byDefinition(SamplerTests.doubles(LOGITS), sampling),
				(draw) -> behind(new int[0], sampling, new char[] { 0, 1, 2 }).choose(LOGITS, 48, draw));
	}

	/** Probabilities 0.4, 0.3, 0.15, 0.1, 0.05: minP leaves in 0.85 of them. */
	@Test
	void minPOfVllmActsBeforeTopP() {
		double[] probabilities = { 0.4, 0.3, 0.15, 0.1, 0.05 };
		float[] logits = new float[5];
		for (int index = 0; index < logits.length; index++) {
			logits[index] = (float) Math.log(probabilities[index]);
		}
		assertThat(drawn(logits, SamplingOrder.PENALTIES_FIRST)).containsExactlyInAnyOrder(0, 1, 2);
		assertThat(drawn(logits, SamplingOrder.VLLM)).containsExactlyInAnyOrder(0, 1);
		SamplerTests
			.assertDrawn(new double[] { 4 / 7.0, 3 / 7.0, 0, 0, 0 },
					(draw) -> new Sampler(
							new Sampling(1, ALL, 0.8, 0.3, 1, Penalties.NONE, Map.of(), SamplingOrder.VLLM), 5)
						.choose(logits, 49, draw));
	}

	private static Set<Integer> drawn(float[] logits, SamplingOrder order) {
		Sampler sampler = new Sampler(new Sampling(1, ALL, 0.8, 0.3, 1, Penalties.NONE, Map.of(), order), 5);
		Set<Integer> drawn = new HashSet<>();
		for (int position = 0; position < 1000; position++) {
			drawn.add(sampler.choose(logits, 1, position));
		}
		return drawn;
	}

	/** Behind 0 1 0 2 0 the bigrams 0 1 and 0 2 are there already. */
	@Test
	void whatWouldCompleteAnNgramAgainIsLeftOut() {
		Sampling sampling = new Sampling(1, ALL, 1, 0, 1, new Penalties(1, 0, 0, ALL, 2), Map.of());
		double[] left = SamplerTests.doubles(LOGITS);
		left[1] = Double.NEGATIVE_INFINITY;
		left[2] = Double.NEGATIVE_INFINITY;
		SamplerTests.assertDrawn(SamplerTests.byDefinition(left, sampling),
				(draw) -> behind(new int[] { 0, 1, 0, 2, 0 }, sampling, null).choose(LOGITS, 50, draw));
	}

	@ParameterizedTest
	@CsvSource({ "2, 2", "3, 3", "4, 3", "9, 2" })
	void noNgramComesAgainWhereAnythingElseMayFollow(int size, int alphabetSize) {
		Sampler sampler = new Sampler(new Sampling(1, ALL, 1, 0, 1, new Penalties(1, 0, 0, ALL, size), Map.of()),
				alphabetSize);
		List<Integer> text = new ArrayList<>();
		Set<List<Integer>> seen = new HashSet<>();
		for (int position = 0; position < 3000; position++) {
			int chosen = sampler.choose(new float[alphabetSize], 51, position);
			text.add(chosen);
			if (position + 1 >= size && !seen.add(List.copyOf(text.subList(position + 1 - size, position + 1)))) {
				List<Integer> context = text.subList(position + 1 - size, position);
				for (int other = 0; other < alphabetSize; other++) {
					List<Integer> instead = new ArrayList<>(context);
					instead.add(other);
					assertThat(seen).contains(instead);
				}
			}
		}
		assertThat(seen).hasSizeGreaterThanOrEqualTo(Math.min(2000, (int) Math.pow(alphabetSize, size)) / 2);
	}

	@Test
	void whatIsPermittedWinsOverNgrams() {
		Sampler sampler = new Sampler(new Sampling(1, ALL, 1, 0, 1, new Penalties(1, 0, 0, ALL, 2), Map.of()), 6);
		BitSet three = SamplerTests.only(3);
		for (int position = 0; position < 500; position++) {
			assertThat(sampler.choose(LOGITS, 52, position, three)).isEqualTo(3);
		}
		BitSet two = SamplerTests.only(3);
		two.set(5);
		assertThat(sampler.choose(LOGITS, 52, 500, two)).isEqualTo(5);
		assertThat(three.cardinality()).isEqualTo(1);
	}

	@Test
	void refusesWindowsAndSizesOutOfBounds() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Penalties(1, 0, 0, 0, 0))
			.withMessageContaining("window");
		assertThatIllegalArgumentException().isThrownBy(() -> new Penalties(1, 0, 0, 1, 1))
			.withMessageContaining("ngramSize");
	}

	private static Sampler behind(int[] text, Sampling sampling, char @Nullable [] prompt) {
		Sampler sampler = new Sampler(sampling, LOGITS.length);
		if (prompt != null) {
			sampler.read(new EncodedText(prompt));
		}
		for (int index : text) {
			sampler.choose(LOGITS, 1, 0, SamplerTests.only(index));
		}
		return sampler;
	}

}
