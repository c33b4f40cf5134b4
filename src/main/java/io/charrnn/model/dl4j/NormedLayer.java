package io.charrnn.model.dl4j;

import io.charrnn.model.Cell;
import io.charrnn.model.Normalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The computation of {@link Cell} with {@link Normalization#RMS}. The state of an LSTM is
 * h and then c.
 */
final class NormedLayer extends HiddenStateLayer<Normed> {

	NormedLayer(NeuralNetConfiguration configuration, DataType type) {
		super(configuration, type);
	}

	@Override
	long stateSize() {
		return cell().stateVectors() * layerConf().getNOut();
	}

	/** Activations, then blocks divided by their root mean square, then by what. */
	@Override
	long savedSize() {
		return 2 * cell().biases() * layerConf().getNOut() + cell().biases();
	}

	private Cell cell() {
		return layerConf().getCell();
	}

	@Override
	void forward(INDArray x, INDArray previous, INDArray state, INDArray saved) {
		int gates = cell().gates();
		INDArray sums = Nd4j.createUninitialized(this.dataType, new long[] { x.size(0), gates * hidden() }, 'f');
		INDArray before = blocks(previous, 0, 1).dup('f');
		Nd4j.gemm(x, getParam(INPUT_WEIGHTS), sums, false, false, 1, 0);
		if (cell().splitsLastGate()) {
			INDArray recurrent = sums.ulike();
			Nd4j.gemm(before, getParam(RECURRENT_WEIGHTS), recurrent, false, false, 1, 0);
			blocks(sums, 0, 2).addi(blocks(recurrent, 0, 2));
			normalize(blocks(recurrent, 2, 3), 3, saved);
		}
		else {
			Nd4j.gemm(before, getParam(RECURRENT_WEIGHTS), sums, false, false, 1, 1);
		}
		for (int gate = 0; gate < gates; gate++) {
			normalize(blocks(sums, gate, gate + 1), gate, saved);
		}
		switch (cell()) {
			case RNN -> {
				Transforms.tanh(activation(saved, 0), false);
				state.assign(activation(saved, 0));
			}
			case LSTM -> lstm(previous, state, saved);
			case GRU -> gru(previous, state, saved);
			default -> throw unknown();
		}
	}

	private UnsupportedOperationException unknown() {
		return new UnsupportedOperationException(cell() + " is only computed by other engines");
	}

	private void lstm(INDArray previous, INDArray state, INDArray saved) {
		Transforms.tanh(activation(saved, 0), false);
		for (int gate = 1; gate < 4; gate++) {
			Transforms.sigmoid(activation(saved, gate), false);
		}
		INDArray c = activation(saved, 1).mul(blocks(previous, 1, 2))
			.addi(activation(saved, 3).mul(activation(saved, 0)));
		blocks(state, 1, 2).assign(c);
		blocks(state, 0, 1).assign(Transforms.tanh(c, true).muli(activation(saved, 2)));
	}

	private void gru(INDArray previous, INDArray state, INDArray saved) {
		Transforms.sigmoid(activation(saved, 0), false);
		Transforms.sigmoid(activation(saved, 1), false);
		INDArray n = activation(saved, 2);
		n.addi(activation(saved, 0).mul(activation(saved, 3)));
		Transforms.tanh(n, false);
		state.assign(previous.sub(n).muli(activation(saved, 1)).addi(n));
	}

	/** Saves a block's x = a / rms(a), by what a was multiplied, and gain x + bias. */
	private void normalize(INDArray sums, int block, INDArray saved) {
		INDArray reciprocal = sums.mul(sums).mean(true, 1).addi(Normalization.EPSILON);
		Transforms.pow(reciprocal, -0.5, false);
		reciprocal(saved, block).assign(reciprocal);
		normed(saved, block).assign(sums.mulColumnVector(reciprocal));
		activation(saved, block).assign(normed(saved, block).mulRowVector(parameter(NormedParameters.GAIN, block))
			.addiRowVector(parameter(BIAS, block)));
	}

	@Override
	void backward(INDArray x, INDArray previous, INDArray state, INDArray saved, INDArray dState, INDArray dx) {
		INDArray delta = Nd4j.createUninitialized(this.dataType, new long[] { x.size(0), cell().biases() * hidden() },
				'f');
		switch (cell()) {
			case RNN -> delta.assign(state.mul(state).rsubi(1).muli(dState));
			case LSTM -> lstmBackward(previous, state, saved, dState, delta);
			case GRU -> gruBackward(previous, saved, dState, delta);
			default -> throw unknown();
		}
		for (int block = 0; block < cell().biases(); block++) {
			normalizeBackward(blocks(delta, block, block + 1), block, saved);
		}
		int gates = cell().gates();
		INDArray before = blocks(previous, 0, 1).dup('f');
		INDArray toInput = blocks(delta, 0, gates).dup('f');
		Nd4j.gemm(x, toInput, gradientOf(INPUT_WEIGHTS), true, false, 1, 1);
		Nd4j.gemm(toInput, getParam(INPUT_WEIGHTS), dx, false, true, 1, 0);
		if (cell().splitsLastGate()) {
			blocks(toInput, 2, 3).assign(blocks(delta, 3, 4));
		}
		Nd4j.gemm(before, toInput, gradientOf(RECURRENT_WEIGHTS), true, false, 1, 1);
		INDArray dBefore = before.ulike();
		Nd4j.gemm(toInput, getParam(RECURRENT_WEIGHTS), dBefore, false, true, 1, 0);
		INDArray dh = blocks(dState, 0, 1);
		if (cell().splitsLastGate()) {
			dh.muli(activation(saved, 1)).addi(dBefore);
		}
		else {
			dh.assign(dBefore);
		}
	}

	private void lstmBackward(INDArray previous, INDArray state, INDArray saved, INDArray dState, INDArray delta) {
		INDArray dh = blocks(dState, 0, 1);
		INDArray dc = blocks(dState, 1, 2);
		INDArray tanhC = Transforms.tanh(blocks(state, 1, 2), true);
		INDArray candidate = activation(saved, 0);
		INDArray forget = activation(saved, 1);
		INDArray output = activation(saved, 2);
		INDArray input = activation(saved, 3);
		dc.addi(tanhC.mul(tanhC).rsubi(1).muli(output).muli(dh));
		blocks(delta, 0, 1).assign(candidate.mul(candidate).rsubi(1).muli(input).muli(dc));
		blocks(delta, 1, 2).assign(forget.rsub(1).muli(forget).muli(blocks(previous, 1, 2)).muli(dc));
		blocks(delta, 2, 3).assign(output.rsub(1).muli(output).muli(tanhC).muli(dh));
		blocks(delta, 3, 4).assign(input.rsub(1).muli(input).muli(candidate).muli(dc));
		dc.muli(forget);
	}

	private void gruBackward(INDArray previous, INDArray saved, INDArray dh, INDArray delta) {
		INDArray r = activation(saved, 0);
		INDArray z = activation(saved, 1);
		INDArray n = activation(saved, 2);
		INDArray dn = z.rsub(1).muli(dh).muli(n.mul(n).rsubi(1));
		blocks(delta, 0, 1).assign(r.rsub(1).muli(r).muli(activation(saved, 3)).muli(dn));
		blocks(delta, 1, 2).assign(z.rsub(1).muli(z).muli(previous.sub(n)).muli(dh));
		blocks(delta, 2, 3).assign(dn);
		blocks(delta, 3, 4).assign(dn.mul(r));
	}

	/** From the gradient by what normalizing gave to that by what it took. */
	private void normalizeBackward(INDArray gradient, int block, INDArray saved) {
		INDArray normed = normed(saved, block);
		part(gradientOf(NormedParameters.GAIN), block).addi(gradient.mul(normed).sum(0));
		part(gradientOf(BIAS), block).addi(gradient.sum(0));
		INDArray scaled = gradient.mulRowVector(parameter(NormedParameters.GAIN, block));
		INDArray mean = scaled.mul(normed).mean(true, 1);
		gradient.assign(scaled.subi(normed.mulColumnVector(mean)).muliColumnVector(reciprocal(saved, block)));
	}

	private INDArray parameter(String key, int block) {
		return part(getParam(key), block).reshape(1, hidden());
	}

	private INDArray part(INDArray vector, int block) {
		return vector.get(NDArrayIndex.interval(block * hidden(), (block + 1) * hidden()));
	}

	private INDArray activation(INDArray saved, int block) {
		return blocks(saved, block, block + 1);
	}

	private INDArray normed(INDArray saved, int block) {
		return blocks(saved, cell().biases() + block, cell().biases() + block + 1);
	}

	/** {@code [B, 1]}. */
	private INDArray reciprocal(INDArray saved, int block) {
		long column = 2 * cell().biases() * hidden() + block;
		return saved.get(NDArrayIndex.all(), NDArrayIndex.interval(column, column + 1));
	}

	private long hidden() {
		return layerConf().getNOut();
	}

}
