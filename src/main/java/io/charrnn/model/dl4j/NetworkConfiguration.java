package io.charrnn.model.dl4j;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.charrnn.model.Architecture;
import io.charrnn.model.DropoutMask;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.Normalization;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** DL4J's description of our networks. */
final class NetworkConfiguration {

	/** DL4J's own bound of 1e-10 would hide losses above 23 nats. */
	private static final double LEAST_PROBABILITY = 1e-37;

	private NetworkConfiguration() {
	}

	/** The network as we train it: carried state, and dropout that can be resumed. */
	static MultiLayerConfiguration training(Architecture architecture, Hyperparameters hyperparameters) {
		List<Layer> layers = new ArrayList<>();
		DropoutMask masks = new DropoutMask(hyperparameters.optimization().seed(), hyperparameters.network().dropout());
		for (int layer = 0; layer < architecture.layers(); layer++) {
			layers.add(recurrent(architecture, layer));
			if (hyperparameters.network().dropout() > 0) {
				layers.add(new DropoutLayer.Builder(new CounterDropout(masks, layer)).build());
			}
		}
		layers.add(output(architecture));
		return new NeuralNetConfiguration.Builder().seed(hyperparameters.optimization().seed())
			.weightInit(WeightInit.XAVIER)
			.updater(new Adam(hyperparameters.optimization().learningRate()))
			.miniBatch(false)
			.list(layers.toArray(Layer[]::new))
			.backpropType(BackpropType.TruncatedBPTT)
			.tBPTTLength(hyperparameters.optimization().sequenceLength())
			.build();
	}

	/**
	 * DL4J's JSON of the network as DL4J itself can rebuild it. DL4J's builder of whole
	 * networks is avoided, since it would load ND4J.
	 */
	static byte[] json(ArchivedModel archived) {
		MultiLayerConfiguration configuration = stock(archived.model().architecture());
		configuration.setIterationCount((int) Math.min(archived.iteration(), Integer.MAX_VALUE));
		configuration.setEpochCount(archived.epoch());
		return configuration.toJson().getBytes(StandardCharsets.UTF_8);
	}

	/** The same of a network that has seen nothing. */
	static byte[] json(Architecture architecture) {
		return stock(architecture).toJson().getBytes(StandardCharsets.UTF_8);
	}

	private static MultiLayerConfiguration stock(Architecture architecture) {
		List<NeuralNetConfiguration> layers = new ArrayList<>();
		for (int layer = 0; layer < architecture.layers(); layer++) {
			layers.add(alone(stockRecurrent(architecture, layer), layer));
		}
		layers.add(alone(output(architecture), architecture.layers()));
		MultiLayerConfiguration configuration = new MultiLayerConfiguration();
		configuration.setConfs(layers);
		configuration.setDataType(DataType.FLOAT);
		return configuration;
	}

	private static NeuralNetConfiguration alone(Layer layer, int index) {
		layer.setLayerName("layer" + index);
		NeuralNetConfiguration configuration = new NeuralNetConfiguration.Builder().weightInit(WeightInit.XAVIER)
			.updater(new Adam())
			.layer(layer)
			.build();
		configuration.setSeed(0);
		return configuration;
	}

	private static Layer stockRecurrent(Architecture architecture, int layer) {
		int inputSize = architecture.inputSize(layer);
		int hiddenSize = architecture.hiddenSize();
		if (architecture.normalization() == Normalization.RMS) {
			return recurrent(architecture, layer);
		}
		return switch (architecture.cell()) {
			case RNN -> new SimpleRnn.Builder().nIn(inputSize).nOut(hiddenSize).activation(Activation.TANH).build();
			case LSTM -> new LSTM.Builder().forgetGateBiasInit(1)
				.gateActivationFunction(Activation.SIGMOID)
				.nIn(inputSize)
				.nOut(hiddenSize)
				.activation(Activation.TANH)
				.build();
			case GRU -> recurrent(architecture, layer);
		};
	}

	private static BaseRecurrentLayer recurrent(Architecture architecture, int layer) {
		int inputSize = architecture.inputSize(layer);
		int hiddenSize = architecture.hiddenSize();
		if (architecture.normalization() == Normalization.RMS) {
			return new Normed.Builder(architecture.cell()).nIn(inputSize)
				.nOut(hiddenSize)
				.activation(Activation.TANH)
				.build();
		}
		return switch (architecture.cell()) {
			case RNN -> new StatefulRnn.Builder().nIn(inputSize).nOut(hiddenSize).activation(Activation.TANH).build();
			case LSTM -> new StatefulLstm(inputSize, hiddenSize);
			case GRU -> new Gru.Builder().nIn(inputSize).nOut(hiddenSize).activation(Activation.TANH).build();
		};
	}

	private static Layer output(Architecture architecture) {
		return new RnnOutputLayer.Builder(new LossMCXENT(LEAST_PROBABILITY, null)).nIn(architecture.hiddenSize())
			.nOut(architecture.alphabetSize())
			.activation(Activation.SOFTMAX)
			.build();
	}

}
