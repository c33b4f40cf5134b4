package io.charrnn.inference.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.charrnn.model.Batch;
import io.charrnn.model.Cell;
import io.charrnn.model.DropoutMask;
import io.charrnn.model.DynamicEvaluation;
import io.charrnn.model.EncodedText;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.ReferenceBatch;
import io.charrnn.model.train.FusedEngine;
import io.charrnn.testing.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LessonTests {

	private static final FusedEngine ENGINE = new FusedEngine(1);

	@ParameterizedTest
	@EnumSource
	void aShortSegmentTakesItsPartOfTheStepFromWhereTheSessionStands(Cell cell) {
		LanguageModel model = Networks.random(cell, 2, 12, "abcdef");
		EncodedText text = model.alphabet().encode("badcabfedfa");
		float[] roots = new float[model.parameters().length];
		Arrays.fill(roots, 0.01f);
		HiddenState from = HiddenState.zero(model.architecture());
		for (float[] vector : from.vectors()) {
			Arrays.fill(vector, 0.25f);
		}
		double[][] hidden = Arrays.stream(from.vectors()).map(LessonTests::doubles).toArray(double[][]::new);
		ReferenceBatch expected = new ReferenceBatch(model.architecture(), model.parameters(), hidden, batch(text),
				new DropoutMask(0, 0), 0);

		Lesson lesson = lesson(model, roots, from, text);

		assertThat(lesson.surprisal()).isCloseTo(10 * expected.loss(), within(1e-4));
		for (int index = 0; index < roots.length; index++) {
			double stepped = model.parameters()[index] - 0.0007 * 10 / 64 * expected.gradient()[index] / (0.01 + 1e-5);
			stepped += 0.002 * 10 / 64 * (model.parameters()[index] - stepped);
			assertThat((double) lesson.model().parameters()[index]).isCloseTo(stepped, within(1e-6));
		}
	}

	@Test
	void chargesForTheSegmentsOfALongText() {
		LanguageModel model = Networks.random(Cell.LSTM, 1, 8, "abcdef");
		EncodedText text = model.alphabet().encode("badcabfedf".repeat(14));
		float[] roots = new float[model.parameters().length];
		Arrays.fill(roots, 0.01f);
		List<Long> charged = new ArrayList<>();
		float[] before = model.parameters().clone();

		Lesson.of(model, (parameters, steps) -> ENGINE.gradients(model.architecture(), parameters, steps),
				new DynamicEvaluation(before, before, roots, DynamicEvaluation.RATE),
				HiddenState.zero(model.architecture()), text, charged::add);

		assertThat(charged).containsExactly(64L, 64L, 11L);
		assertThat(model.parameters()).isEqualTo(before);
	}

	private static Lesson lesson(LanguageModel model, float[] roots, HiddenState from, EncodedText text) {
		return Lesson.of(model, (parameters, steps) -> ENGINE.gradients(model.architecture(), parameters, steps),
				new DynamicEvaluation(model.parameters(), model.parameters(), roots, DynamicEvaluation.RATE), from,
				text, (characters) -> {
				});
	}

	private static Batch batch(EncodedText text) {
		int[] inputs = new int[text.length() - 1];
		int[] targets = new int[inputs.length];
		for (int step = 0; step < inputs.length; step++) {
			inputs[step] = text.at(step);
			targets[step] = text.at(step + 1);
		}
		return new Batch(1, inputs.length, inputs, targets, false);
	}

	private static double[] doubles(float[] values) {
		double[] doubles = new double[values.length];
		for (int index = 0; index < values.length; index++) {
			doubles[index] = values[index];
		}
		return doubles;
	}

}
