package io.charrnn.model;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class InitialWeightsTests {

	private static final Architecture LSTM = new Architecture(Cell.LSTM, 2, 5, 7);

	@Test
	void areThoseOfTheirSeedAlone() {
		assertThat(InitialWeights.draw(LSTM, 42)).isEqualTo(InitialWeights.draw(LSTM, 42))
			.isNotEqualTo(InitialWeights.draw(LSTM, 43));
	}

	/** A job that is begun again, anywhere, begins with the same bits. */
	@Test
	void areTheSameOnEveryMachine() {
		float[] weights = InitialWeights.draw(LSTM, 42);
		assertThat(Arrays.copyOf(weights, 4)).containsExactly(0.31695986f, 0.6721339f, 1.4458722f, -0.56228036f);
		assertThat(Arrays.hashCode(weights)).isEqualTo(-1_158_008_355);
	}

	@Test
	void haveAForgetGateBiasOfOneAndOtherBiasesOfZero() {
		ParameterLayout layout = new ParameterLayout(LSTM);
		float[] weights = InitialWeights.draw(LSTM, 42);
		for (int layer = 0; layer < 2; layer++) {
			float[] bias = Arrays.copyOfRange(weights, layout.bias(layer), layout.bias(layer) + 20);
			for (int i = 0; i < 20; i++) {
				assertThat(bias[i]).isEqualTo((i >= 5 && i < 10) ? 1 : 0);
			}
		}
		assertThat(Arrays.copyOfRange(weights, layout.outputBias(), layout.length())).containsOnly(0);
	}

	@ParameterizedTest
	@EnumSource(Cell.class)
	void areAllDifferent(Cell cell) {
		Architecture architecture = new Architecture(cell, 1, 5, 7);
		int bias = new ParameterLayout(architecture).bias(0);
		assertThat(Arrays.copyOf(InitialWeights.draw(architecture, 42), bias)).doesNotContain(0)
			.doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@CsvSource({ "RNN,20", "LSTM,20", "GRU,20", "LSTM,500" })
	void ofCharactersAreAlikeHoweverManyThereAre(Cell cell, int alphabetSize) {
		Architecture architecture = new Architecture(cell, 2, 40, alphabetSize);
		ParameterLayout layout = new ParameterLayout(architecture);
		float[] weights = InitialWeights.draw(architecture, 42);
		double squares = 0;
		for (int i = layout.inputWeights(0); i < layout.recurrentWeights(0); i++) {
			squares += (double) weights[i] * weights[i];
		}
		double deviation = Math.sqrt(squares / (layout.recurrentWeights(0) - layout.inputWeights(0)));
		assertThat(deviation).isCloseTo(0.6, within(0.04));
	}

}
