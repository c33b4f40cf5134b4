package io.charrnn.model.dl4j;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import io.charrnn.model.Architecture;
import io.charrnn.model.Batch;
import io.charrnn.model.Cell;
import io.charrnn.model.CounterRandom;
import io.charrnn.model.DropoutMask;
import io.charrnn.model.HiddenState;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.Normalization;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.ReferenceBatch;
import io.charrnn.model.RunOptions;
import io.charrnn.model.Softmax;
import io.charrnn.model.step.Stepper;
import io.charrnn.testing.Networks;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class NormedTests {

	private static final int STREAMS = 3;

	private static final int STEPS = 5;

	private static final int V = 7;

	@ParameterizedTest
	@EnumSource
	void archiveIsReadAgainFromAnyone(Cell cell) throws IOException {
		LanguageModel model = model(cell);
		ArchivedModel read = ModelArchive.read(new ByteArrayInputStream(Networks.archive(model)), 1_000_000,
				(bytes) -> {
				});
		assertThat(read.model().architecture()).isEqualTo(model.architecture());
		assertThat(read.model().parameters()).isEqualTo(model.parameters());
	}

	@ParameterizedTest
	@EnumSource
	void archiveOpensInDl4jAndSaysTheSame(Cell cell) throws IOException {
		Nd4jThread.prepare();
		LanguageModel model = model(cell);
		MultiLayerNetwork network = ModelSerializer
			.restoreMultiLayerNetwork(new ByteArrayInputStream(Networks.archive(model)), false);
		Stepper stepper = new Stepper(model);
		Stepper.Scratch scratch = stepper.scratch();
		HiddenState state = HiddenState.zero(model.architecture());
		float[] logits = new float[V];
		double[] weights = new double[V];
		INDArray whole = network.output(oneHot(new int[] { 3, 1, 4, 1, 5, 2, 6, 5 }, 1, 8));
		for (int position = 0; position < 8; position++) {
			int character = new int[] { 3, 1, 4, 1, 5, 2, 6, 5 }[position];
			INDArray stepped = network.rnnTimeStep(oneHot(new int[] { character }, 1, 1));
			stepper.step(state, character, scratch);
			stepper.logits(state, logits, scratch);
			double sum = Softmax.weights(logits, 1, weights);
			for (int index = 0; index < V; index++) {
				assertThat(stepped.getDouble(0, index, 0)).isCloseTo(weights[index] / sum, within(2e-6));
				assertThat(whole.getDouble(0, index, position)).isCloseTo(weights[index] / sum, within(2e-6));
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void gradientIsThatOfTheReference(Cell cell) {
		Nd4jThread.prepare();
		LanguageModel model = model(cell);
		MultiLayerNetwork network = new MultiLayerNetwork(
				NetworkConfiguration.training(model.architecture(), hyperparameters(model.architecture())));
		network.init(Nd4j.create(model.parameters(), 1, model.parameters().length), true);
		int[] inputs = characters(1);
		int[] targets = characters(2);
		network.setInput(oneHot(inputs, STREAMS, STEPS));
		network.setLabels(oneHot(targets, STREAMS, STEPS));
		network.computeGradientAndScore();
		INDArray gradient = network.gradient().gradient();
		Architecture architecture = model.architecture();
		double[] expected = new ReferenceBatch(architecture, model.parameters(),
				new double[architecture.layers() * cell.stateVectors()][STREAMS * architecture.hiddenSize()],
				new Batch(STREAMS, STEPS, inputs, targets, false), new DropoutMask(1, 0), 0)
			.gradient();
		double scale = norm(gradient) / norm(expected);
		for (int parameter = 0; parameter < expected.length; parameter++) {
			assertThat(gradient.getDouble(parameter) / scale).as("gradient of parameter %d", parameter)
				.isCloseTo(expected[parameter], within(1e-6));
		}
	}

	private static Hyperparameters hyperparameters(Architecture architecture) {
		return new Hyperparameters(NetworkOptions.of(architecture), OptimizationOptions.adam(STREAMS, STEPS, 0.01),
				RunOptions.iterations(1));
	}

	private static double norm(INDArray values) {
		return values.norm2Number().doubleValue();
	}

	private static double norm(double[] values) {
		double squares = 0;
		for (double value : values) {
			squares += value * value;
		}
		return Math.sqrt(squares);
	}

	/** {@code [T][B]}. */
	private static int[] characters(long seed) {
		int[] characters = new int[STREAMS * STEPS];
		for (int index = 0; index < characters.length; index++) {
			characters[index] = (int) (CounterRandom.uniform(seed, index) * V);
		}
		return characters;
	}

	private static INDArray oneHot(int[] characters, int streams, int steps) {
		INDArray array = Nd4j.zeros(DataType.FLOAT, streams, V, steps);
		for (int step = 0; step < steps; step++) {
			for (int stream = 0; stream < streams; stream++) {
				array.putScalar(stream, characters[step * streams + stream], step, 1);
			}
		}
		return array;
	}

	private static LanguageModel model(Cell cell) {
		return Networks.small(new Architecture(cell, 2, 6, V, Normalization.RMS));
	}

}
