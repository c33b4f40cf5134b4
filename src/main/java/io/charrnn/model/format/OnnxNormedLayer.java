package io.charrnn.model.format;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Normalization;
import io.charrnn.model.ParameterLayout;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto.DataType;

/**
 * A layer of {@link Cell} with {@link Normalization#RMS} in ONNX, which has no operator
 * for it: the input's product of all steps at once, then a {@code Scan} over the steps.
 */
final class OnnxNormedLayer {

	private static final DataType FLOAT = DataType.FLOAT;

	private final OnnxGraph graph;

	private final LanguageModel model;

	private final ParameterLayout layout;

	private final Cell cell;

	private final int hidden;

	private final int layer;

	/** One step: names in it end with the layer, too, as no two may be the same. */
	private final OnnxGraph body;

	private final List<String> states;

	OnnxNormedLayer(OnnxGraph graph, LanguageModel model, List<String> states, int layer) {
		this.graph = graph;
		this.model = model;
		this.layout = new ParameterLayout(model.architecture());
		this.cell = model.architecture().cell();
		this.hidden = model.architecture().hiddenSize();
		this.states = states;
		this.layer = layer;
		this.body = new OnnxGraph("step_" + layer);
	}

	/**
	 * Adds the layer.
	 * @param below {@code [T, B, inputSize]}
	 * @return {@code [T, B, H]}
	 */
	String add(String below) {
		Architecture architecture = this.model.architecture();
		addWeights("W", this.layout.inputWeights(this.layer), architecture.inputSize(this.layer));
		addWeights("R", this.layout.recurrentWeights(this.layer), this.hidden);
		addSums("gain", this.layout.gain(this.layer));
		addSums("bias", this.layout.bias(this.layer));
		if (this.layer == 0) {
			this.graph.longs("firstAxis", 0);
			this.graph.longs("blockAxis", 1);
			this.graph.longs("blocks", 0, this.cell.biases(), this.hidden);
			this.graph.longs("gateSizes", 2L * this.hidden, this.hidden);
			this.graph.floats("epsilon", List.of(), Normalization.EPSILON);
			this.graph.floats("one", List.of(), 1);
		}
		this.graph.node("MatMul", List.of(below, name("W")), List.of(name("inputs")));
		List<String> taken = new ArrayList<>();
		List<String> given = new ArrayList<>();
		for (String state : this.states) {
			this.graph.node("Squeeze", List.of(name(state + "0"), "firstAxis"), List.of(name(state + "First")));
			taken.add(name(state + "First"));
			given.add(name(state + "Last"));
		}
		taken.add(name("inputs"));
		given.add(name("h"));
		addStep();
		this.graph.node("Scan", taken, given)
			.addAttribute(OnnxGraph.attribute("num_scan_inputs", 1))
			.addAttribute(OnnxGraph.body(this.body));
		for (String state : this.states) {
			this.graph.node("Unsqueeze", List.of(name(state + "Last"), "firstAxis"), List.of(name(state + "T")));
		}
		return name("h");
	}

	private void addWeights(String name, int offset, int rows) {
		int columns = this.cell.gates() * this.hidden;
		this.graph.floats(name(name + "Transposed"), List.of(columns, rows), this.model.parameters(),
				List.of(new TorchTensor.Block(offset, rows * columns, true)));
		this.graph.node("Transpose", List.of(name(name + "Transposed")), List.of(name(name)));
	}

	private void addSums(String name, int offset) {
		this.graph.floats(name(name), List.of(this.cell.biases(), this.hidden), this.model.parameters(),
				List.of(new TorchTensor.Block(offset, this.cell.biases() * this.hidden, true)));
	}

	private void addStep() {
		this.states.forEach((state) -> this.body.input(name(state + "Before"), FLOAT, "B", this.hidden));
		this.body.input(name("input"), FLOAT, "B", this.cell.gates() * this.hidden);
		compute("MatMul", "product", "hBefore", "R");
		addSums();
		addNormalization();
		List<String> gates = IntStream.range(0, this.cell.biases()).mapToObj((gate) -> "gate" + gate).toList();
		this.body.node("Split", List.of(name("shifted")), gates.stream().map((gate) -> name(gate + "Block")).toList())
			.addAttribute(OnnxGraph.attribute("axis", 1));
		for (String gate : gates) {
			this.body.node("Squeeze", List.of(name(gate + "Block"), "blockAxis"), List.of(name(gate)));
		}
		switch (this.cell) {
			case RNN -> compute("Tanh", "hAfter", "gate0");
			case LSTM -> addLstm();
			case GRU -> addGru();
			default -> throw new IllegalArgumentException("ONNX has no " + this.cell);
		}
		this.body.node("Identity", List.of(name("hAfter")), List.of(name("hScanned")));
		this.states.forEach((state) -> this.body.output(name(state + "After"), FLOAT, "B", this.hidden));
		this.body.output(name("hScanned"), FLOAT, "B", this.hidden);
	}

	/** {@code [B, blocks, H]}, the two terms of a GRU's candidate each for itself. */
	private void addSums() {
		if (this.cell.splitsLastGate()) {
			for (String part : List.of("input", "product")) {
				this.body
					.node("Split", List.of(name(part), "gateSizes"), List.of(name(part + "Gates"), name(part + "New")))
					.addAttribute(OnnxGraph.attribute("axis", 1));
			}
			compute("Add", "gates", "inputGates", "productGates");
			compute("Concat", "sums", "gates", "inputNew", "productNew").addAttribute(OnnxGraph.attribute("axis", 1));
		}
		else {
			compute("Add", "sums", "input", "product");
		}
		this.body.node("Reshape", List.of(name("sums"), "blocks"), List.of(name("sumsByBlock")));
	}

	private void addNormalization() {
		compute("Mul", "squares", "sumsByBlock", "sumsByBlock");
		compute("ReduceMean", "meanSquare", "squares").addAttribute(OnnxGraph.axes(2));
		this.body.node("Add", List.of(name("meanSquare"), "epsilon"), List.of(name("meanSquareAndEpsilon")));
		compute("Sqrt", "rootMeanSquare", "meanSquareAndEpsilon");
		compute("Div", "normed", "sumsByBlock", "rootMeanSquare");
		compute("Mul", "scaled", "normed", "gain");
		compute("Add", "shifted", "scaled", "bias");
	}

	private void addLstm() {
		compute("Tanh", "candidate", "gate0");
		compute("Sigmoid", "forget", "gate1");
		compute("Sigmoid", "output", "gate2");
		compute("Sigmoid", "inputGate", "gate3");
		compute("Mul", "kept", "forget", "cBefore");
		compute("Mul", "added", "inputGate", "candidate");
		compute("Add", "cAfter", "kept", "added");
		compute("Tanh", "tanhC", "cAfter");
		compute("Mul", "hAfter", "output", "tanhC");
	}

	private void addGru() {
		compute("Sigmoid", "reset", "gate0");
		compute("Sigmoid", "update", "gate1");
		compute("Mul", "past", "reset", "gate3");
		compute("Add", "candidateSum", "gate2", "past");
		compute("Tanh", "candidate", "candidateSum");
		this.body.node("Sub", List.of("one", name("update")), List.of(name("renewed")));
		compute("Mul", "fresh", "renewed", "candidate");
		compute("Mul", "kept", "update", "hBefore");
		compute("Add", "hAfter", "fresh", "kept");
	}

	private NodeProto.Builder compute(String operator, String output, String... inputs) {
		return this.body.node(operator, List.of(inputs).stream().map(this::name).toList(), List.of(name(output)));
	}

	private String name(String name) {
		return name + "_" + this.layer;
	}

}
