package io.charrnn.bench.serving;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Writes an LSTM with an output layer as an ONNX model: one step with the state going in
 * and out. Field numbers are those of onnx.proto3, the encoding that of Protocol Buffers.
 */
final class OnnxModel {

	private static final int FLOAT = 1;

	private static final int INT64 = 7;

	private final Message graph = new Message();

	private final Random random = new Random(1);

	private final int rows;

	private final int hiddenSize;

	private OnnxModel(Network network, int rows) {
		this.rows = rows;
		this.hiddenSize = network.hiddenSize();
	}

	/** The bytes of a model for so many rows: characters, h0, c0 ... to logits, h0', ... */
	static byte[] of(Network network, int rows) {
		OnnxModel model = new OnnxModel(network, rows);
		model.build();
		Message opset = new Message().text(1, "").number(2, 14);
		return new Message().number(1, 8).message(7, model.graph).message(8, opset).bytes();
	}

	private void build() {
		int v = Network.ALPHABET_SIZE;
		int h = this.hiddenSize;
		this.graph.message(1, node("Gather", "identity characters", "x0"));
		for (int layer = 0; layer < Network.LAYERS; layer++) {
			Message lstm = node("LSTM", "x%1$d W%1$d R%1$d B%1$d - h%1$d c%1$d".formatted(layer),
					"- x%d c%dn".formatted(layer + 1, layer));
			lstm.message(5, new Message().text(1, "hidden_size").number(3, h).number(20, 2));
			this.graph.message(1, lstm);
		}
		this.graph.message(1, node("MatMul", "x%d output".formatted(Network.LAYERS), "product"));
		this.graph.message(1, node("Add", "product bias", "logits"));
		this.graph.text(2, "step");
		float[] identity = new float[v * v];
		for (int index = 0; index < v; index++) {
			identity[index * v + index] = 1;
		}
		tensor("identity", identity, v, v);
		for (int layer = 0; layer < Network.LAYERS; layer++) {
			int inputs = (layer == 0) ? v : h;
			tensor("W" + layer, random(4 * h * inputs), 1, 4 * h, inputs);
			tensor("R" + layer, random(4 * h * h), 1, 4 * h, h);
			tensor("B" + layer, random(8 * h), 1, 8 * h);
		}
		tensor("output", random(h * v), h, v);
		tensor("bias", random(v), v);
		this.graph.message(11, value("characters", INT64, 1, this.rows));
		this.graph.message(12, value("logits", FLOAT, 1, this.rows, v));
		for (int layer = 0; layer < Network.LAYERS; layer++) {
			this.graph.message(11, value("h" + layer, FLOAT, 1, this.rows, h));
			this.graph.message(11, value("c" + layer, FLOAT, 1, this.rows, h));
			this.graph.message(12, value("x" + (layer + 1), FLOAT, 1, this.rows, h));
			this.graph.message(12, value("c" + layer + "n", FLOAT, 1, this.rows, h));
		}
	}

	private float[] random(int length) {
		float[] values = new float[length];
		for (int index = 0; index < length; index++) {
			values[index] = (float) ((2 * this.random.nextDouble() - 1) / Math.sqrt(this.hiddenSize));
		}
		return values;
	}

	/** A dash stands for an input or output that is left out. */
	private static Message node(String operator, String inputs, String outputs) {
		Message node = new Message();
		for (String input : inputs.split(" ")) {
			node.text(1, input.equals("-") ? "" : input);
		}
		for (String output : outputs.split(" ")) {
			node.text(2, output.equals("-") ? "" : output);
		}
		return node.text(4, operator);
	}

	private void tensor(String name, float[] values, int... dimensions) {
		Message tensor = new Message();
		for (int dimension : dimensions) {
			tensor.number(1, dimension);
		}
		ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		raw.asFloatBuffer().put(values);
		this.graph.message(5, tensor.number(2, FLOAT).text(8, name).bytes(9, raw.array()));
	}

	private static Message value(String name, int type, int... dimensions) {
		Message shape = new Message();
		for (int dimension : dimensions) {
			shape.message(1, new Message().number(1, dimension));
		}
		Message tensor = new Message().number(1, type).message(2, shape);
		return new Message().text(1, name).message(2, new Message().message(1, tensor));
	}

	/** A message of Protocol Buffers. */
	private static final class Message {

		private final ByteArrayOutputStream out = new ByteArrayOutputStream();

		Message number(int field, long value) {
			varint(field << 3);
			varint(value);
			return this;
		}

		Message text(int field, String value) {
			return bytes(field, value.getBytes(StandardCharsets.UTF_8));
		}

		Message message(int field, Message value) {
			return bytes(field, value.bytes());
		}

		Message bytes(int field, byte[] value) {
			varint(field << 3 | 2);
			varint(value.length);
			this.out.writeBytes(value);
			return this;
		}

		byte[] bytes() {
			return this.out.toByteArray();
		}

		private void varint(long value) {
			long left = value;
			for (; left >= 128; left >>>= 7) {
				this.out.write((int) (left & 127 | 128));
			}
			this.out.write((int) left);
		}

	}

}
