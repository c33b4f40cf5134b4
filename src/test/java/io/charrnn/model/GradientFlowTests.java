package io.charrnn.model;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class GradientFlowTests {

	private static final Alphabet ALPHABET = new Alphabet("abcde");

	private static final EncodedText TEXT = ALPHABET.encode("abcdeedcbabadceb");

	private static final int LAGS = 6;

	private static final double EPSILON = 1e-6;

	@ParameterizedTest
	@EnumSource
	void equalsCentralDifferencesOfHiddenStates(Cell cell) {
		LanguageModel model = model(cell, 3, 7, 1);
		GradientFlow flow = GradientFlow.of(model, TEXT, LAGS, 1);
		for (int layer = 0; layer < 3; layer++) {
			for (int lag = 0; lag <= LAGS; lag++) {
				assertThat(flow.layers().get(layer).hidden()[lag]).as("layer %d, lag %d", layer, lag)
					.isCloseTo(byDifferences(model, layer, lag), within(1e-8));
			}
		}
	}

	@Test
	void alsoShowsTheGradientsOfAnLstmsCell() {
		LanguageModel model = model(Cell.LSTM, 2, 7, 1);
		GradientFlow flow = GradientFlow.of(model, TEXT, LAGS, 1);
		assertThat(flow.layers().get(0).cell()).hasSize(LAGS + 1);
		assertThat(flow.layers().get(1).cell()[0]).isCloseTo(cellGradientAtTheEnd(model), within(1e-8));
	}

	@Test
	void averagesOverPredictionsSpreadOverTheText() {
		LanguageModel model = model(Cell.GRU, 1, 5, 1);
		GradientFlow all = GradientFlow.of(model, TEXT, 2, 100);
		assertThat(all.positions()).isEqualTo(TEXT.length() - 1 - 2);
		double sum = 0;
		for (int end = 4; end <= TEXT.length(); end++) {
			sum += GradientFlow.of(model, TEXT.slice(0, end), 2, 1).layers().get(0).hidden()[2];
		}
		assertThat(all.layers().get(0).hidden()[2]).isCloseTo(sum / all.positions(), within(1e-12));
		assertThat(GradientFlow.of(model, TEXT, 2, 5).positions()).isEqualTo(5);
	}

	@Test
	void showsGradientsVanishInASmallAndExplodeInALargeRnn() {
		assertThat(GradientFlow.of(model(Cell.RNN, 1, 20, 0.3f), TEXT, 10, 3).layers().get(0).factor()).isLessThan(0.5);
		LanguageModel linear = recurrence(1.5f);
		assertThat(GradientFlow.of(linear, TEXT, 10, 3).layers().get(0).factor()).isCloseTo(1.5, within(1e-6));
	}

	@Test
	void needsTwoCharactersMoreThanTheLargestLag() {
		LanguageModel model = model(Cell.RNN, 1, 3, 1);
		assertThat(GradientFlow.of(model, TEXT.slice(0, 5), 3, 10).positions()).isEqualTo(1);
		assertThatIllegalArgumentException().isThrownBy(() -> GradientFlow.of(model, TEXT.slice(0, 4), 3, 10));
	}

	@Test
	void refusesWeightsOfNoUse() {
		LanguageModel model = model(Cell.LSTM, 1, 3, 1);
		model.parameters()[0] = Float.NaN;
		assertThatExceptionOfType(NotFiniteException.class).isThrownBy(() -> GradientFlow.of(model, TEXT, 3, 10));
	}

	/** h_t = tanh(factor h_{t-1}) near zero, where tanh is linear. */
	private static LanguageModel recurrence(float factor) {
		Architecture architecture = new Architecture(Cell.RNN, 1, 2, ALPHABET.size());
		ParameterLayout layout = new ParameterLayout(architecture);
		float[] parameters = new float[layout.length()];
		parameters[layout.recurrentWeights(0)] = factor;
		parameters[layout.recurrentWeights(0) + 3] = factor;
		for (int i = 0; i < 4; i++) {
			parameters[layout.outputWeights() + i] = i + 1;
		}
		return new LanguageModel(architecture, ALPHABET, parameters);
	}

	private static LanguageModel model(Cell cell, int layers, int hiddenSize, float scale) {
		Architecture architecture = new Architecture(cell, layers, hiddenSize, ALPHABET.size());
		Random random = new Random(3);
		float[] parameters = new float[new ParameterLayout(architecture).length()];
		for (int i = 0; i < parameters.length; i++) {
			parameters[i] = scale * (random.nextFloat() - 0.5f);
		}
		return new LanguageModel(architecture, ALPHABET, parameters);
	}

	private static double byDifferences(LanguageModel model, int layer, int lag) {
		double squares = 0;
		for (int unit = 0; unit < model.architecture().hiddenSize(); unit++) {
			double difference = loss(model, layer, lag, unit, EPSILON) - loss(model, layer, lag, unit, -EPSILON);
			squares += Math.pow(difference / (2 * EPSILON), 2);
		}
		return Math.sqrt(squares);
	}

	/** Loss of the last character if something is added to h some steps before. */
	private static double loss(LanguageModel model, int layer, int lag, int unit, double added) {
		int last = TEXT.length() - 2;
		Changed network = new Changed(model, layer, unit);
		for (int position = 0; position <= last; position++) {
			network.added = (position == last - lag) ? added : 0;
			network.read(TEXT.at(position));
		}
		return network.loss(TEXT.at(last + 1));
	}

	/** d loss / d c of the top layer at lag 0, through h = o tanh(c). */
	private static double cellGradientAtTheEnd(LanguageModel model) {
		ReferenceNetwork network = new ReferenceNetwork(model.architecture(), model.parameters(), 1);
		for (int position = 0; position < TEXT.length() - 1; position++) {
			network.read(TEXT.at(position));
		}
		double squares = 0;
		for (int unit = 0; unit < model.architecture().hiddenSize(); unit++) {
			double h = network.state(1)[0][unit];
			double tanhC = Math.tanh(network.state(1)[1][unit]);
			double dh = (loss(model, 1, 0, unit, EPSILON) - loss(model, 1, 0, unit, -EPSILON)) / (2 * EPSILON);
			squares += Math.pow(dh * h / tanhC * (1 - tanhC * tanhC), 2);
		}
		return Math.sqrt(squares);
	}

	/** Adds something to one value of h of a layer. */
	private static final class Changed extends ReferenceNetwork {

		private final int layer;

		private final int unit;

		private double added;

		Changed(LanguageModel model, int layer, int unit) {
			super(model.architecture(), model.parameters(), 1);
			this.layer = layer;
			this.unit = unit;
		}

		@Override
		void changeState(int layer, double[] h) {
			if (layer == this.layer) {
				h[this.unit] += this.added;
			}
		}

	}

}
