package io.charrnn.model.dl4j;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.CounterRandom;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Softmax;
import io.charrnn.model.step.Stepper;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class StepperAgainstDl4jTests {

	private static final int ALPHABET_SIZE = 11;

	private static final int HIDDEN_SIZE = 37;

	/** Layers as DL4J has them, and the GRU that it lacks. */
	@ParameterizedTest
	@EnumSource
	void equalsRnnTimeStep(Cell cell) {
		Nd4jThread.prepare();
		Architecture architecture = new Architecture(cell, 2, HIDDEN_SIZE, ALPHABET_SIZE);
		LanguageModel model = random(architecture);
		MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
			.list(recurrent(cell, ALPHABET_SIZE), recurrent(cell, HIDDEN_SIZE),
					new RnnOutputLayer.Builder(LossFunction.MCXENT).nIn(HIDDEN_SIZE)
						.nOut(ALPHABET_SIZE)
						.activation(Activation.SOFTMAX)
						.build())
			.build());
		network.init(Nd4j.create(model.parameters(), 1, model.parameters().length), true);
		Stepper stepper = new Stepper(model);
		Stepper.Scratch scratch = stepper.scratch();
		HiddenState state = HiddenState.zero(architecture);
		float[] logits = new float[ALPHABET_SIZE];
		double[] weights = new double[ALPHABET_SIZE];
		for (int position = 0; position < 100; position++) {
			int character = (int) (CounterRandom.uniform(9, position) * ALPHABET_SIZE);
			INDArray input = Nd4j.zeros(DataType.FLOAT, 1, ALPHABET_SIZE);
			input.putScalar(0, character, 1);
			INDArray expected = network.rnnTimeStep(input);
			stepper.step(state, character, scratch);
			stepper.logits(state, logits, scratch);
			double sum = Softmax.weights(logits, 1, weights);
			for (int index = 0; index < ALPHABET_SIZE; index++) {
				assertThat(weights[index] / sum).isCloseTo(expected.getDouble(0, index), within(1e-6));
			}
		}
	}

	private static Layer recurrent(Cell cell, int inputSize) {
		return switch (cell) {
			case RNN -> new SimpleRnn.Builder().nIn(inputSize).nOut(HIDDEN_SIZE).activation(Activation.TANH).build();
			case LSTM -> new LSTM.Builder().nIn(inputSize).nOut(HIDDEN_SIZE).activation(Activation.TANH).build();
			case GRU -> new Gru.Builder().nIn(inputSize).nOut(HIDDEN_SIZE).activation(Activation.TANH).build();
			default -> throw new IllegalArgumentException(cell.name());
		};
	}

	private static LanguageModel random(Architecture architecture) {
		float[] parameters = new float[(int) architecture.parameterCount()];
		for (int index = 0; index < parameters.length; index++) {
			// small enough for rounding errors to fade rather than grow
			parameters[index] = (float) (CounterRandom.uniform(7, index) - 0.5) / 3;
		}
		return new LanguageModel(architecture, new Alphabet("abcdefghijk"), parameters);
	}

}
