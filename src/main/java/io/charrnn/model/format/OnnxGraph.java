package io.charrnn.model.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/** An ONNX graph that is being written down. */
final class OnnxGraph {

	private final GraphProto.Builder graph;

	OnnxGraph(String name) {
		this.graph = GraphProto.newBuilder().setName(name);
	}

	GraphProto build() {
		return this.graph.build();
	}

	/** An operator, named like its first output. */
	NodeProto.Builder node(String operator, List<String> inputs, List<String> outputs) {
		return this.graph.addNodeBuilder()
			.setOpType(operator)
			.setName(outputs.get(0))
			.addAllInput(inputs)
			.addAllOutput(outputs);
	}

	static AttributeProto attribute(String name, long value) {
		return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INT).setI(value).build();
	}

	static AttributeProto axes(long axis) {
		return AttributeProto.newBuilder()
			.setName("axes")
			.setType(AttributeProto.AttributeType.INTS)
			.addInts(axis)
			.build();
	}

	/** What an operator does in each of its steps. */
	static AttributeProto body(OnnxGraph body) {
		return AttributeProto.newBuilder()
			.setName("body")
			.setType(AttributeProto.AttributeType.GRAPH)
			.setG(body.graph)
			.build();
	}

	/** A size is a number or the name of one that varies. */
	void input(String name, TensorProto.DataType type, Object... sizes) {
		this.graph.addInput(value(name, type, sizes));
	}

	void output(String name, TensorProto.DataType type, Object... sizes) {
		this.graph.addOutput(value(name, type, sizes));
	}

	private static ValueInfoProto value(String name, TensorProto.DataType type, Object... sizes) {
		TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
		for (Object size : sizes) {
			TensorShapeProto.Dimension.Builder dimension = shape.addDimBuilder();
			if (size instanceof Integer number) {
				dimension.setDimValue(number);
			}
			else {
				dimension.setDimParam((String) size);
			}
		}
		return ValueInfoProto.newBuilder()
			.setName(name)
			.setType(TypeProto.newBuilder()
				.setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)))
			.build();
	}

	/** A constant vector. */
	void longs(String name, long... values) {
		TensorProto.Builder tensor = tensor(name, TensorProto.DataType.INT64_VALUE, List.of(values.length));
		Arrays.stream(values).forEach(tensor::addInt64Data);
	}

	/** A constant vector. */
	void ints(String name, int... values) {
		TensorProto.Builder tensor = tensor(name, TensorProto.DataType.INT32_VALUE, List.of(values.length));
		Arrays.stream(values).forEach(tensor::addInt32Data);
	}

	/** Constants. */
	void floats(String name, List<Integer> shape, float... values) {
		floats(name, shape, values, List.of(new TorchTensor.Block(0, values.length, true)));
	}

	/** Constants that are parts of a longer vector. */
	void floats(String name, List<Integer> shape, float[] values, List<TorchTensor.Block> blocks) {
		tensor(name, TensorProto.DataType.FLOAT_VALUE, shape)
			.setRawData(UnsafeByteOperations.unsafeWrap(bytes(values, blocks)));
	}

	private TensorProto.Builder tensor(String name, int type, List<Integer> shape) {
		TensorProto.Builder tensor = this.graph.addInitializerBuilder().setName(name).setDataType(type);
		shape.forEach(tensor::addDims);
		return tensor;
	}

	private static byte[] bytes(float[] values, List<TorchTensor.Block> blocks) {
		int length = blocks.stream().mapToInt(TorchTensor.Block::length).sum();
		ByteArrayOutputStream out = new ByteArrayOutputStream(length * Float.BYTES);
		try {
			new LittleEndian(out).write(values, blocks);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toByteArray();
	}

}
