package io.charrnn.model.dl4j;

import io.charrnn.model.Cell;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The computation of {@link Cell#RNN}. */
final class RnnLayer extends HiddenStateLayer<SimpleRnn> {

	RnnLayer(NeuralNetConfiguration configuration, DataType type) {
		super(configuration, type);
	}

	/** Nothing but h is needed, but an array must not be empty. */
	@Override
	long savedSize() {
		return 1;
	}

	@Override
	void forward(INDArray x, INDArray previous, INDArray h, INDArray saved) {
		Nd4j.gemm(x, getParam(INPUT_WEIGHTS), h, false, false, 1, 0);
		Nd4j.gemm(previous, getParam(RECURRENT_WEIGHTS), h, false, false, 1, 1);
		h.addiRowVector(getParam(BIAS));
		Transforms.tanh(h, false);
	}

	@Override
	void backward(INDArray x, INDArray previous, INDArray h, INDArray saved, INDArray dh, INDArray dx) {
		INDArray delta = h.mul(h).rsubi(1).muli(dh);
		Nd4j.gemm(x, delta, gradientOf(INPUT_WEIGHTS), true, false, 1, 1);
		Nd4j.gemm(previous, delta, gradientOf(RECURRENT_WEIGHTS), true, false, 1, 1);
		gradientOf(BIAS).addi(delta.sum(0));
		Nd4j.gemm(delta, getParam(INPUT_WEIGHTS), dx, false, true, 1, 0);
		Nd4j.gemm(delta, getParam(RECURRENT_WEIGHTS), dh, false, true, 1, 0);
	}

}
