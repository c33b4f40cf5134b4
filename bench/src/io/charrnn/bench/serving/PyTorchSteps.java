package io.charrnn.bench.serving;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LSTMOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.T_TensorT_TensorTensor_T_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** PyTorch's LSTM, one step at a time, without gradients. */
final class PyTorchSteps extends Steps {

	private final LSTMImpl lstm;

	private final LinearImpl output;

	/** {@code [V, V]}. */
	private final Tensor identity = torch.eye(Network.ALPHABET_SIZE);

	private final float[][] logits;

	private final float[] all;

	private T_TensorTensor_T state;

	PyTorchSteps(Network network, int rows) {
		super(network, rows);
		torch.set_num_threads(1);
		new NoGradGuard();
		LSTMOptions options = new LSTMOptions(Network.ALPHABET_SIZE, network.hiddenSize());
		options.num_layers().put(Network.LAYERS);
		this.lstm = new LSTMImpl(options);
		this.output = new LinearImpl(network.hiddenSize(), Network.ALPHABET_SIZE);
		this.logits = new float[rows][Network.ALPHABET_SIZE];
		this.all = new float[rows * Network.ALPHABET_SIZE];
		this.state = new T_TensorTensor_T(torch.zeros(Network.LAYERS, rows, network.hiddenSize()),
				torch.zeros(Network.LAYERS, rows, network.hiddenSize()));
	}

	@Override
	void read(int[] read) {
		long[] indices = new long[read.length];
		for (int row = 0; row < read.length; row++) {
			indices[row] = read[row];
		}
		try (PointerScope scope = new PointerScope()) {
			Tensor input = this.identity.index_select(0, Tensor.create(indices)).unsqueeze(0);
			T_TensorT_TensorTensor_T_T result = this.lstm.forward(input, this.state);
			Tensor said = this.output.forward(result.get0().squeeze(0)).contiguous();
			new org.bytedeco.javacpp.FloatPointer(said.data_ptr_float()).get(this.all);
			T_TensorTensor_T next = new T_TensorTensor_T(result.get1().get0(), result.get1().get1());
			scope.detach(next);
			this.state.close();
			this.state = next;
		}
	}

	@Override
	float[] logits(int row) {
		System.arraycopy(this.all, row * Network.ALPHABET_SIZE, this.logits[row], 0, Network.ALPHABET_SIZE);
		return this.logits[row];
	}

}
