package io.charrnn.bench.training;

import io.charrnn.model.Batch;
import io.charrnn.model.Cell;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** DL4J as it comes: an LSTM network and its own {@code fit}. */
final class StockDl4jLearner implements Learner {

	private final Shape shape;

	private final MultiLayerNetwork network;

	/** {@code [B, V, T]}. */
	private final INDArray inputs;

	/** {@code [B, V, T]}. */
	private final INDArray targets;

	StockDl4jLearner(Shape shape) {
		if (shape.cell() != Cell.LSTM) {
			throw new IllegalArgumentException("only LSTMs are compared with stock DL4J, not " + shape);
		}
		this.shape = shape;
		NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder().weightInit(WeightInit.XAVIER)
			.updater(new Adam(Shape.LEARNING_RATE))
			.gradientNormalization(GradientNormalization.ClipL2PerParamType)
			.gradientNormalizationThreshold(Shape.CLIP)
			.list();
		for (int layer = 0; layer < shape.layers(); layer++) {
			layers.layer(new LSTM.Builder().nIn(shape.architecture().inputSize(layer))
				.nOut(shape.hiddenSize())
				.activation(Activation.TANH)
				.build());
		}
		layers.layer(new RnnOutputLayer.Builder(new LossMCXENT()).nIn(shape.hiddenSize())
			.nOut(shape.alphabetSize())
			.activation(Activation.SOFTMAX)
			.build());
		this.network = new MultiLayerNetwork(layers.build());
		this.network.init();
		long[] dimensions = { shape.streams(), shape.alphabetSize(), shape.steps() };
		this.inputs = Nd4j.create(DataType.FLOAT, dimensions, 'f');
		this.targets = Nd4j.create(DataType.FLOAT, dimensions, 'f');
	}

	@Override
	public void learn(Batch batch) {
		encode(batch.inputs(), this.inputs);
		encode(batch.targets(), this.targets);
		this.network.fit(this.inputs, this.targets);
	}

	private void encode(int[] characters, INDArray oneHot) {
		oneHot.assign(0);
		for (int step = 0; step < this.shape.steps(); step++) {
			for (int stream = 0; stream < this.shape.streams(); stream++) {
				oneHot.putScalar(stream, characters[step * this.shape.streams() + stream], step, 1);
			}
		}
	}

	@Override
	public double size() {
		return this.shape.characters();
	}

	@Override
	public String description() {
		return "MultiLayerNetwork.fit";
	}

	@Override
	public void close() {
		this.network.close();
	}

}
