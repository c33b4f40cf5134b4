package io.charrnn.bench.serving;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.nativeblas.NativeOpsHolder;

/** DL4J's {@code rnnTimeStep} on one OpenMP thread; its output layer gives logits. */
final class Dl4jSteps extends Steps {

	private final MultiLayerNetwork network;

	/** {@code [rows, V]}. */
	private final INDArray input;

	private final float[][] logits;

	Dl4jSteps(Network network, int rows) {
		super(network, rows);
		NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
		NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder().list();
		layers.validateOutputLayerConfig(false);
		for (int layer = 0; layer < Network.LAYERS; layer++) {
			layers.layer(new LSTM.Builder().nIn(network.architecture().inputSize(layer))
				.nOut(network.hiddenSize())
				.activation(Activation.TANH)
				.build());
		}
		layers.layer(new RnnOutputLayer.Builder(new LossMCXENT()).nIn(network.hiddenSize())
			.nOut(Network.ALPHABET_SIZE)
			.activation(Activation.IDENTITY)
			.build());
		this.network = new MultiLayerNetwork(layers.build());
		this.network.init();
		this.input = Nd4j.create(DataType.FLOAT, rows, Network.ALPHABET_SIZE);
		this.logits = new float[rows][];
	}

	@Override
	void read(int[] read) {
		this.input.assign(0);
		for (int row = 0; row < read.length; row++) {
			this.input.putScalar(row, read[row], 1);
		}
		INDArray said = this.network.rnnTimeStep(this.input);
		for (int row = 0; row < read.length; row++) {
			this.logits[row] = said.getRow(row).toFloatVector();
		}
	}

	@Override
	float[] logits(int row) {
		return this.logits[row];
	}

}
