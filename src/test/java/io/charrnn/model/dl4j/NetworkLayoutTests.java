package io.charrnn.model.dl4j;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.ParameterLayout;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

import static org.assertj.core.api.Assertions.assertThat;

/** {@link ParameterLayout} against DL4J's own views of its flat vector. */
class NetworkLayoutTests {

	@ParameterizedTest
	@EnumSource(Cell.class)
	void everyParameterStandsWhereTheLayoutSays(Cell cell) {
		Architecture architecture = new Architecture(cell, 3, 5, 7);
		ParameterLayout layout = new ParameterLayout(architecture);
		MultiLayerNetwork network = counting(architecture);
		for (int layer = 0; layer < 3; layer++) {
			int rows = architecture.inputSize(layer);
			int columns = cell.gates() * 5;
			assertMatrix(network.getParam(layer + "_W"), layout.inputWeights(layer), rows, columns);
			assertMatrix(network.getParam(layer + "_RW"), layout.recurrentWeights(layer), 5, columns);
			assertMatrix(network.getParam(layer + "_b"), layout.bias(layer), 1, cell.biases() * 5);
		}
		assertMatrix(network.getParam("3_W"), layout.outputWeights(), 5, 7);
		assertMatrix(network.getParam("3_b"), layout.outputBias(), 1, 7);
		assertThat(network.numParams()).isEqualTo(layout.length());
	}

	/** A network each of whose parameters is its own index. */
	private static MultiLayerNetwork counting(Architecture architecture) {
		float[] indices = new float[new ParameterLayout(architecture).length()];
		for (int i = 0; i < indices.length; i++) {
			indices[i] = i;
		}
		Nd4jThread.prepare();
		MultiLayerNetwork network = new MultiLayerNetwork(
				NetworkConfiguration.training(architecture, Dl4jEngineTests.hyperparameters(architecture, 0, null)));
		network.init(Floats.matrix(indices, 1, indices.length), false);
		return network;
	}

	private static void assertMatrix(INDArray matrix, int offset, int rows, int columns) {
		INDArray shaped = matrix.reshape('f', new long[] { rows, columns });
		for (int column = 0; column < columns; column++) {
			for (int row = 0; row < rows; row++) {
				assertThat(shaped.getInt(row, column)).isEqualTo(offset + column * rows + row);
			}
		}
	}

}
