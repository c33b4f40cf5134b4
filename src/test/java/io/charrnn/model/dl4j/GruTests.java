package io.charrnn.model.dl4j;

import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;

import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class GruTests {

	private static final int CLASSES = 3;

	@BeforeEach
	void prepare() {
		Nd4jThread.prepare();
	}

	@ParameterizedTest
	@CsvSource({ "1,1,1,1,1", "4,3,1,5,2", "3,5,2,4,3", "2,8,3,7,1" })
	void gradientEqualsCentralDifferences(int inputSize, int hiddenSize, int layers, int steps, int streams) {
		MultiLayerNetwork network = network(inputSize, hiddenSize, layers);
		network.setInput(random(streams, inputSize, steps));
		network.setLabels(labels(streams, steps));
		checkGradient(network, () -> score(network));
	}

	@Test
	void gradientEqualsCentralDifferencesUnderMasks() {
		MultiLayerNetwork network = network(3, 4, 2);
		INDArray mask = Nd4j
			.createFromArray(new double[][] { { 1, 1, 1, 1, 1 }, { 1, 1, 0, 0, 0 }, { 0, 1, 1, 0, 1 } });
		network.setInput(random(3, 3, 5));
		network.setLabels(labels(3, 5));
		network.setLayerMaskArrays(mask, mask);
		checkGradient(network, () -> score(network));
	}

	@Test
	void gradientEqualsCentralDifferencesFromACarriedState() {
		MultiLayerNetwork network = network(3, 4, 2);
		network.getLayerWiseConfigurations().setBackpropType(BackpropType.TruncatedBPTT);
		network.setInput(random(2, 3, 5));
		network.setLabels(labels(2, 5));
		checkGradient(network, () -> {
			for (int layer = 0; layer < 2; layer++) {
				INDArray state = steps(random(2, 4, 2), layer, layer + 1).reshape(2, 4);
				((RecurrentLayer) network.getLayer(layer)).rnnSetTBPTTState(Map.of(HiddenStateLayer.STATE, state));
			}
			return score(network);
		});
	}

	private static double score(MultiLayerNetwork network) {
		network.computeGradientAndScore();
		return network.score();
	}

	/** Along random directions, in each of which every parameter takes part. */
	private static void checkGradient(MultiLayerNetwork network, DoubleSupplier score) {
		score.getAsDouble();
		INDArray gradient = network.gradient().gradient().dup();
		INDArray parameters = network.params().dup();
		Random random = new Random(4);
		for (int direction = 0; direction < 25; direction++) {
			INDArray change = Nd4j.create(random.doubles(parameters.length(), -1e-5, 1e-5).toArray())
				.reshape(parameters.shape());
			network.setParams(parameters.add(change));
			double above = score.getAsDouble();
			network.setParams(parameters.sub(change));
			double below = score.getAsDouble();
			assertThat((above - below) / 2).isCloseTo(gradient.mul(change).sumNumber().doubleValue(), within(1e-12));
		}
	}

	@Test
	void aSequenceFedInPiecesEqualsOneFedWhole() {
		MultiLayerNetwork network = network(4, 6, 2);
		INDArray input = random(3, 4, 7);
		INDArray whole = network.output(input);
		for (int[] piece : new int[][] { { 0, 1 }, { 1, 4 }, { 4, 7 } }) {
			INDArray output = network.rnnTimeStep(steps(input, piece[0], piece[1]).dup());
			assertThat(output.equalsWithEps(steps(whole, piece[0], piece[1]), 1e-12)).isTrue();
		}
		network.rnnClearPreviousState();
		assertThat(network.rnnTimeStep(steps(input, 0, 1).dup()).equalsWithEps(steps(whole, 0, 1), 1e-12)).isTrue();
	}

	@Test
	void aMaskedStepOutputsZeroAndForgetsWhatWasBefore() {
		MultiLayerNetwork network = network(4, 6, 1);
		INDArray input = random(1, 4, 3);
		INDArray mask = Nd4j.createFromArray(new double[][] { { 1, 0, 1 } });
		INDArray whole = network.feedForward(input).get(1);
		INDArray masked = network.feedForward(input, mask, null).get(1);
		INDArray alone = network.feedForward(steps(input, 2, 3).dup()).get(1);
		assertThat(steps(masked, 0, 1)).isEqualTo(steps(whole, 0, 1));
		assertThat(steps(masked, 1, 2).amaxNumber().doubleValue()).isZero();
		assertThat(steps(masked, 2, 3).equalsWithEps(alone, 1e-12)).isTrue();
	}

	@Test
	void configurationSurvivesJson() {
		MultiLayerConfiguration configuration = network(4, 6, 2).getLayerWiseConfigurations();
		MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(configuration.toJson());
		assertThat(read).isEqualTo(configuration);
		assertThat(read.getConf(1).getLayer()).isInstanceOf(Gru.class);
	}

	@Test
	void initializesWeightsAndBiasesAsConfigured() {
		MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3)
			.weightInit(WeightInit.ONES)
			.biasInit(0.5)
			.list(new Gru.Builder().nIn(2).nOut(3).weightInitRecurrent(WeightInit.ZERO).build(), output(3))
			.build());
		network.init();
		assertThat(network.getParam("0_W").ravel().toFloatVector()).hasSize(2 * 9).containsOnly(1);
		assertThat(network.getParam("0_RW").ravel().toFloatVector()).hasSize(3 * 9).containsOnly(0);
		assertThat(network.getParam("0_b").ravel().toFloatVector()).hasSize(12).containsOnly(0.5f);
	}

	@Test
	void reportsItsMemory() {
		Gru gru = new Gru.Builder().nIn(2).nOut(3).updater(new NoOp()).build();
		assertThat(gru.getMemoryReport(InputType.recurrent(2, 5)).getParameterSize()).isEqualTo(3 * (6 + 9 + 4));
	}

	private static MultiLayerNetwork network(int inputSize, int hiddenSize, int layers) {
		NeuralNetConfiguration.ListBuilder builder = new NeuralNetConfiguration.Builder().seed(3)
			.dataType(DataType.DOUBLE)
			.updater(new NoOp())
			.miniBatch(false)
			.weightInit(new NormalDistribution(0, 0.7))
			.biasInit(0.2)
			.list();
		for (int layer = 0; layer < layers; layer++) {
			builder.layer(new Gru.Builder().nIn((layer == 0) ? inputSize : hiddenSize).nOut(hiddenSize).build());
		}
		MultiLayerNetwork network = new MultiLayerNetwork(builder.layer(output(hiddenSize)).build());
		network.init();
		return network;
	}

	private static RnnOutputLayer output(int hiddenSize) {
		return new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT).nIn(hiddenSize)
			.nOut(CLASSES)
			.activation(Activation.SOFTMAX)
			.build();
	}

	private static INDArray steps(INDArray sequence, long from, long to) {
		return sequence.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to));
	}

	private static INDArray random(int streams, int size, int steps) {
		return Nd4j.create(new Random(streams + size + steps).doubles((long) streams * size * steps, -1, 1).toArray(),
				new long[] { streams, size, steps }, 'c');
	}

	private static INDArray labels(int streams, int steps) {
		INDArray labels = Nd4j.create(DataType.DOUBLE, streams, CLASSES, steps);
		Random random = new Random(9);
		for (int stream = 0; stream < streams; stream++) {
			for (int step = 0; step < steps; step++) {
				labels.putScalar(stream, random.nextInt(CLASSES), step, 1);
			}
		}
		return labels;
	}

}
