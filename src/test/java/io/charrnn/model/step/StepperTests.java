package io.charrnn.model.step;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Normalization;
import io.charrnn.model.ReferenceNetwork;
import io.charrnn.model.product.Tanh;
import io.charrnn.testing.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class StepperTests {

	private static final int[] TEXT = { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6, 2, 6, 4, 3, 3 };

	static Stream<Architecture> architectures() {
		return Arrays.stream(Cell.values())
			.flatMap((cell) -> Stream.of(new Architecture(cell, 1, 1, 10), new Architecture(cell, 1, 7, 10),
					new Architecture(cell, 2, 32, 10), new Architecture(cell, 4, 13, 11),
					new Architecture(cell, 3, 21, 11, Normalization.RMS)));
	}

	@ParameterizedTest
	@MethodSource("architectures")
	void computesWhatTheReferenceDoes(Architecture architecture) {
		LanguageModel model = Networks.small(architecture);
		Stepper stepper = new Stepper(model);
		HiddenState state = HiddenState.zero(architecture);
		Stepper.Scratch scratch = stepper.scratch();
		ReferenceNetwork reference = new ReferenceNetwork(architecture, model.parameters(), 1);
		float[] logits = new float[architecture.alphabetSize()];
		for (int character : TEXT) {
			stepper.step(state, character, scratch);
			stepper.logits(state, logits, scratch);
			reference.read(character);
			double[] expected = reference.logits();
			for (int index = 0; index < logits.length; index++) {
				assertThat((double) logits[index]).isCloseTo(expected[index], within(2e-6));
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void textInPiecesEqualsTextAtOnce(Cell cell) {
		Stepper stepper = new Stepper(Networks.small(new Architecture(cell, 2, 20, 10)));
		float[] whole = read(stepper, HiddenState.zero(stepper.architecture()), TEXT);
		HiddenState state = HiddenState.zero(stepper.architecture());
		read(stepper, state, Arrays.copyOf(TEXT, 10));
		assertThat(read(stepper, state.copy(), Arrays.copyOfRange(TEXT, 10, TEXT.length))).isEqualTo(whole);
	}

	@ParameterizedTest
	@EnumSource
	void threadsDoNotDisturbEachOther(Cell cell) throws Exception {
		Stepper stepper = new Stepper(Networks.small(new Architecture(cell, 2, 33, 10)));
		List<int[]> texts = IntStream.range(0, 64)
			.mapToObj((text) -> IntStream.range(0, 400).map((at) -> (text * 31 + at * at) % 10).toArray())
			.toList();
		List<float[]> alone = texts.stream()
			.map((text) -> read(stepper, HiddenState.zero(stepper.architecture()), text))
			.toList();
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Callable<float[]>> reading = texts.stream()
				.map((text) -> (Callable<float[]>) () -> read(stepper, HiddenState.zero(stepper.architecture()), text))
				.toList();
			for (int text = 0; text < texts.size(); text++) {
				assertThat(threads.invokeAll(reading.subList(text, text + 1)).get(0).get()).isEqualTo(alone.get(text));
			}
			var together = threads.invokeAll(reading);
			for (int text = 0; text < texts.size(); text++) {
				assertThat(together.get(text).get()).isEqualTo(alone.get(text));
			}
		}
		finally {
			threads.shutdown();
		}
	}

	@Test
	void tanhIsExactToRounding() {
		float[] values = new float[2_000_001];
		for (int index = 0; index < values.length; index++) {
			values[index] = (index - 1_000_000) / 80_000f;
		}
		float[] results = values.clone();
		Tanh.apply(results, results.length);
		double greatest = 0;
		for (int index = 0; index < values.length; index++) {
			greatest = Math.max(greatest, Math.abs(results[index] - Math.tanh(values[index])));
		}
		assertThat(greatest).isLessThan(4e-7);
	}

	@Test
	void tanhOfInfinitiesIsOne() {
		float[] values = { Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.MAX_VALUE, Float.NaN, 0 };
		Tanh.apply(values, values.length);
		assertThat(values[0]).isCloseTo(-1, within(4e-7f));
		assertThat(values[1]).isCloseTo(1, within(4e-7f)).isEqualTo(values[2]);
		assertThat(values[3]).isNaN();
		assertThat(values[4]).isZero();
	}

	private static float[] read(Stepper stepper, HiddenState state, int[] text) {
		Stepper.Scratch scratch = stepper.scratch();
		for (int character : text) {
			stepper.step(state, character, scratch);
		}
		float[] logits = new float[stepper.architecture().alphabetSize()];
		stepper.logits(state, logits, scratch);
		return logits;
	}

}
