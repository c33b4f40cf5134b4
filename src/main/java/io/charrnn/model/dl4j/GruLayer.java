package io.charrnn.model.dl4j;

import io.charrnn.model.Cell;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The computation of {@link Cell#GRU}. */
final class GruLayer extends HiddenStateLayer<Gru> {

	GruLayer(NeuralNetConfiguration configuration, DataType type) {
		super(configuration, type);
	}

	/** r, z, n and q = R_n h_{t-1} + b', which r scales. */
	@Override
	long savedSize() {
		return 4 * layerConf().getNOut();
	}

	@Override
	void forward(INDArray x, INDArray previous, INDArray h, INDArray saved) {
		INDArray gates = blocks(saved, 0, 3);
		INDArray q = blocks(saved, 3, 4);
		Nd4j.gemm(x, getParam(INPUT_WEIGHTS), gates, false, false, 1, 0);
		gates.addiRowVector(blocks(bias(), 0, 3));

		INDArray recurrent = Nd4j.createUninitialized(this.dataType, gates.shape(), 'f');
		Nd4j.gemm(previous, getParam(RECURRENT_WEIGHTS), recurrent, false, false, 1, 0);
		q.assign(blocks(recurrent, 2, 3)).addiRowVector(blocks(bias(), 3, 4));

		INDArray resetAndUpdate = blocks(gates, 0, 2);
		resetAndUpdate.addi(blocks(recurrent, 0, 2));
		Transforms.sigmoid(resetAndUpdate, false);

		INDArray n = blocks(gates, 2, 3);
		n.addi(blocks(gates, 0, 1).mul(q));
		Transforms.tanh(n, false);

		INDArray z = blocks(gates, 1, 2);
		previous.sub(n, h);
		h.muli(z).addi(n);
	}

	@Override
	void backward(INDArray x, INDArray previous, INDArray h, INDArray saved, INDArray dh, INDArray dx) {
		INDArray r = blocks(saved, 0, 1);
		INDArray z = blocks(saved, 1, 2);
		INDArray n = blocks(saved, 2, 3);
		INDArray q = blocks(saved, 3, 4);

		INDArray delta = Nd4j.createUninitialized(this.dataType, new long[] { dh.size(0), 3 * dh.size(1) }, 'f');
		INDArray dr = blocks(delta, 0, 1);
		INDArray dz = blocks(delta, 1, 2);
		INDArray dn = blocks(delta, 2, 3);
		dn.assign(z.rsub(1).muli(dh).muli(n.mul(n).rsubi(1)));
		dz.assign(previous.sub(n).muli(dh).muli(z).muli(z.rsub(1)));
		dr.assign(dn.mul(q).muli(r).muli(r.rsub(1)));

		INDArray biasGradient = gradientOf(BIAS).reshape(1, 4 * dh.size(1));
		Nd4j.gemm(x, delta, gradientOf(INPUT_WEIGHTS), true, false, 1, 1);
		blocks(biasGradient, 0, 3).addi(delta.sum(true, 0));
		Nd4j.gemm(delta, getParam(INPUT_WEIGHTS), dx, false, true, 1, 0);

		dn.muli(r);
		Nd4j.gemm(previous, delta, gradientOf(RECURRENT_WEIGHTS), true, false, 1, 1);
		blocks(biasGradient, 3, 4).addi(dn.sum(true, 0));
		dh.muli(z);
		Nd4j.gemm(delta, getParam(RECURRENT_WEIGHTS), dh, false, true, 1, 1);
	}

	private INDArray bias() {
		return getParam(BIAS).reshape(1, 4 * layerConf().getNOut());
	}

}
