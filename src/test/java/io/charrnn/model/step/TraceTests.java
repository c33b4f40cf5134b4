package io.charrnn.model.step;

import java.util.Map;
import java.util.Objects;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Normalization;
import io.charrnn.testing.Networks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TraceTests {

	private static final int LAYERS = 3;

	@ParameterizedTest
	@CsvSource({ "RNN,NONE", "LSTM,NONE", "GRU,NONE", "RNN,RMS", "LSTM,RMS", "GRU,RMS" })
	void leadsToTheStatesOfTheStepper(Cell cell, Normalization normalization) {
		LanguageModel model = Networks.small(new Architecture(cell, LAYERS, 20, 8, normalization));
		Trace trace = new Trace(new Stepper(model));
		Stepper stepper = new Stepper(model);
		Stepper.Scratch scratch = stepper.scratch();
		HiddenState state = HiddenState.zero(model.architecture());
		for (int position = 0; position < 50; position++) {
			int character = position * 5 % 8;
			trace.read(character);
			stepper.step(state, character, scratch);
			for (int layer = 0; layer < LAYERS; layer++) {
				assertThat(trace.hidden(layer)).containsExactly(state.vectors()[layer * cell.stateVectors()]);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void whatIsInsideExplainsTheState(Cell cell) {
		Trace trace = new Trace(new Stepper(Networks.random(cell, LAYERS, 20, "abcdefgh")));
		for (int position = 0; position < 10; position++) {
			float[] before = trace.hidden(1).clone();
			trace.read(position % 8);
			Map<String, float[]> inside = trace.inside(1);
			for (int unit = 0; unit < 20; unit++) {
				float expected = switch (cell) {
					case LSTM -> value(inside, "output", unit) * (float) Math.tanh(value(inside, "cell", unit));
					case GRU -> (1 - value(inside, "update", unit)) * value(inside, "candidate", unit)
							+ value(inside, "update", unit) * before[unit];
					default -> trace.hidden(1)[unit];
				};
				assertThat(trace.hidden(1)[unit]).isCloseTo(expected, within(1e-6f));
			}
			assertThat(inside).hasSize(cell.gateNames().size() + cell.stateVectors() - 1);
		}
	}

	private static float value(Map<String, float[]> inside, String name, int unit) {
		return Objects.requireNonNull(inside.get(name))[unit];
	}

}
