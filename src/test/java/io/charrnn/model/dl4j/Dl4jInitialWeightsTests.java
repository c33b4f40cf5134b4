package io.charrnn.model.dl4j;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.TrainingState;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The weights that training begins with are distributed as those that DL4J draws. */
class Dl4jInitialWeightsTests {

	@ParameterizedTest
	@EnumSource(Cell.class)
	void haveTheMomentsOfThoseThatDl4jDraws(Cell cell) {
		Architecture architecture = new Architecture(cell, 2, 70, 110);
		Hyperparameters hyperparameters = Dl4jEngineTests.hyperparameters(architecture, 0, null);
		float[] ours = TrainingState.initial(architecture, hyperparameters).parameters();
		float[] theirs = drawnByDl4j(architecture, hyperparameters);
		ParameterLayout layout = new ParameterLayout(architecture);
		for (int layer = 0; layer < 2; layer++) {
			if (layer > 0) {
				assertAlike(ours, theirs, layout.inputWeights(layer), layout.recurrentWeights(layer));
			}
			assertAlike(ours, theirs, layout.recurrentWeights(layer), layout.bias(layer));
			assertSame(ours, theirs, layout.bias(layer), cell.biases() * architecture.hiddenSize());
		}
		assertAlike(ours, theirs, layout.outputWeights(), layout.outputBias());
		assertSame(ours, theirs, layout.outputBias(), architecture.alphabetSize());
	}

	private static float[] drawnByDl4j(Architecture architecture, Hyperparameters hyperparameters) {
		Nd4jThread.prepare();
		MultiLayerNetwork network = new MultiLayerNetwork(NetworkConfiguration.training(architecture, hyperparameters));
		network.init();
		return Floats.of(network.params());
	}

	private static void assertAlike(float[] ours, float[] theirs, int from, int to) {
		double deviation = deviation(theirs, from, to);
		assertThat(moment(ours, from, to, 1)).as("mean from %d", from).isCloseTo(0, within(0.05 * deviation));
		assertThat(deviation(ours, from, to)).as("deviation from %d", from)
			.isCloseTo(deviation, within(0.04 * deviation));
		assertThat(kurtosis(theirs, from, to)).as("kurtosis of DL4J's from %d", from).isCloseTo(3, within(0.25));
		assertThat(kurtosis(ours, from, to)).as("kurtosis from %d", from).isCloseTo(3, within(0.25));
	}

	private static void assertSame(float[] ours, float[] theirs, int from, int count) {
		for (int i = from; i < from + count; i++) {
			assertThat(ours[i]).as("bias at %d", i).isEqualTo(theirs[i]);
		}
	}

	private static double deviation(float[] values, int from, int to) {
		return Math.sqrt(moment(values, from, to, 2));
	}

	/** 3 for a normal distribution, 1.8 for a uniform one. */
	private static double kurtosis(float[] values, int from, int to) {
		return moment(values, from, to, 4) / Math.pow(moment(values, from, to, 2), 2);
	}

	private static double moment(float[] values, int from, int to, int order) {
		double sum = 0;
		for (int i = from; i < to; i++) {
			sum += Math.pow(values[i], order);
		}
		return sum / (to - from);
	}

}
