package io.charrnn.bench.serving;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime's LSTM operator, one step at a time, on one thread. */
final class OnnxSteps extends Steps {

	private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

	private final OrtSession session;

	private final Map<String, OnnxTensor> inputs = new HashMap<>();

	private final float[][] logits;

	private OrtSession.@Nullable Result result;

	OnnxSteps(Network network, int rows) throws OrtException {
		super(network, rows);
		OrtSession.SessionOptions options = new OrtSession.SessionOptions();
		options.setIntraOpNumThreads(1);
		options.setInterOpNumThreads(1);
		this.session = this.environment.createSession(OnnxModel.of(network, rows), options);
		this.logits = new float[rows][Network.ALPHABET_SIZE];
		long[] shape = { 1, rows, network.hiddenSize() };
		for (int layer = 0; layer < Network.LAYERS; layer++) {
			for (String state : new String[] { "h", "c" }) {
				this.inputs.put(state + layer, OnnxTensor.createTensor(this.environment,
						FloatBuffer.allocate(rows * network.hiddenSize()), shape));
			}
		}
	}

	@Override
	void read(int[] read) {
		long[] indices = new long[read.length];
		for (int row = 0; row < read.length; row++) {
			indices[row] = read[row];
		}
		try (OnnxTensor characters = OnnxTensor.createTensor(this.environment, LongBuffer.wrap(indices),
				new long[] { 1, read.length })) {
			this.inputs.put("characters", characters);
			OrtSession.Result before = this.result;
			OrtSession.Result now = this.session.run(this.inputs);
			this.result = now;
			FloatBuffer said = ((OnnxTensor) now.get(0)).getFloatBuffer();
			for (float[] row : this.logits) {
				said.get(row);
			}
			for (int layer = 0; layer < Network.LAYERS; layer++) {
				this.inputs.put("h" + layer, (OnnxTensor) now.get(2 * layer + 1));
				this.inputs.put("c" + layer, (OnnxTensor) now.get(2 * layer + 2));
			}
			if (before != null) {
				before.close();
			}
		}
		catch (OrtException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	float[] logits(int row) {
		return this.logits[row];
	}

}
