package io.charrnn.model.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Normalization;
import io.charrnn.model.ParameterLayout;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto.DataType;

/**
 * A network as an ONNX graph whose state is an input and an output, so that a text can be
 * read in pieces or written character by character.
 *
 * <pre>
 * characters        int64   [T, B]     indices in the alphabet
 * h0                float   [L, B, H]  the state before; zeros at first
 * c0                float   [L, B, H]  LSTM only
 * logProbabilities  float   [T, B, V]  of each character that may follow, nats
 * hT, cT            as h0 and c0, after the last character
 * alphabet          int32   [V]        the code points of the characters; of marks,
 *                             numbers beyond them
 * </pre>
 *
 * The alphabet is also in the model's metadata ({@link ModelMetadata}), which not every
 * runtime shows. The operators RNN, LSTM and GRU are those of opset {@value #OPSET}, the
 * GRU's with {@code linear_before_reset}; layers whose sums are normalized are
 * {@link OnnxNormedLayer}.
 */
public final class OnnxFile {

	/** Of 2021: what all runtimes of today know. */
	static final int OPSET = 14;

	private static final int IR_VERSION = 7;

	private final LanguageModel model;

	private final Architecture architecture;

	private final ParameterLayout layout;

	private final List<String> states;

	private final OnnxGraph graph = new OnnxGraph("char-rnn");

	private OnnxFile(LanguageModel model) {
		this.model = model;
		this.architecture = model.architecture();
		this.layout = new ParameterLayout(this.architecture);
		this.states = this.architecture.cell().hasCellState() ? List.of("h", "c") : List.of("h");
	}

	/**
	 * Writes a model. The same model always gives the same bytes.
	 * @param out receives the file; stays open
	 * @throws InexpressibleException if ONNX cannot have it
	 * @throws IOException if the stream does not take it
	 */
	public static void write(LanguageModel model, String provenanceJson, OutputStream out) throws IOException {
		Expressible.requireOnnx(model.architecture());
		ModelProto.Builder proto = ModelProto.newBuilder()
			.setIrVersion(IR_VERSION)
			.setProducerName("char-rnn-server")
			.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
			.setGraph(new OnnxFile(model).graph());
		ModelMetadata.of(model, provenanceJson)
			.forEach((key, value) -> proto
				.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
		proto.build().writeTo(out);
	}

	private GraphProto graph() {
		addInterface();
		addOneHot();
		addStateSplits();
		boolean normed = this.architecture.normalization() == Normalization.RMS;
		String below = "oneHot";
		for (int layer = 0; layer < this.architecture.layers(); layer++) {
			below = normed ? new OnnxNormedLayer(this.graph, this.model, this.states, layer).add(below)
					: addLayer(layer, below);
		}
		addOutput(below);
		addAlphabet();
		for (String state : this.states) {
			this.graph.node("Concat", layerNames(state + "T_"), List.of(state + "T"))
				.addAttribute(OnnxGraph.attribute("axis", 0));
		}
		return this.graph.build();
	}

	private void addInterface() {
		this.graph.input("characters", DataType.INT64, "T", "B");
		this.graph.output("logProbabilities", DataType.FLOAT, "T", "B", this.architecture.alphabetSize());
		for (String state : this.states) {
			this.graph.input(state + "0", DataType.FLOAT, stateShape());
			this.graph.output(state + "T", DataType.FLOAT, stateShape());
		}
	}

	private Object[] stateShape() {
		return new Object[] { this.architecture.layers(), "B", this.architecture.hiddenSize() };
	}

	private void addOneHot() {
		this.graph.longs("alphabetSize", this.architecture.alphabetSize());
		this.graph.floats("offAndOn", List.of(2), 0, 1);
		this.graph.node("OneHot", List.of("characters", "alphabetSize", "offAndOn"), List.of("oneHot"));
	}

	/** {@code [L, B, H]} into L times {@code [1, B, H]}. */
	private void addStateSplits() {
		for (String state : this.states) {
			this.graph.node("Split", List.of(state + "0"), layerNames(state + "0_"))
				.addAttribute(OnnxGraph.attribute("axis", 0));
		}
	}

	/** Returns the name of the layer's output, {@code [T, B, H]}. */
	private String addLayer(int layer, String below) {
		int hidden = this.architecture.hiddenSize();
		int in = this.architecture.inputSize(layer);
		int rows = this.architecture.cell().gates() * hidden;
		addWeights("W_" + layer, this.layout.inputWeights(layer), rows, in);
		addWeights("R_" + layer, this.layout.recurrentWeights(layer), rows, hidden);
		this.graph.floats("B_" + layer, List.of(1, 2 * rows), this.model.parameters(), biases(layer));
		List<String> inputs = new ArrayList<>(
				List.of(below, "W_" + layer, "R_" + layer, "B_" + layer, "", "h0_" + layer));
		List<String> outputs = new ArrayList<>(List.of("Y_" + layer, "hT_" + layer));
		if (this.states.size() > 1) {
			inputs.add("c0_" + layer);
			outputs.add("cT_" + layer);
		}
		NodeProto.Builder cell = this.graph.node(this.architecture.cell().name(), inputs, outputs)
			.addAttribute(OnnxGraph.attribute("hidden_size", hidden));
		if (this.architecture.cell() == Cell.GRU) {
			cell.addAttribute(OnnxGraph.attribute("linear_before_reset", 1));
		}
		if (layer == 0) {
			this.graph.longs("directionAxis", 1);
		}
		this.graph.node("Squeeze", List.of("Y_" + layer, "directionAxis"), List.of("h_" + layer));
		return "h_" + layer;
	}

	private void addWeights(String name, int offset, int rows, int columns) {
		int length = this.architecture.hiddenSize() * columns;
		List<TorchTensor.Block> blocks = new ArrayList<>();
		for (int gate : order()) {
			blocks.add(new TorchTensor.Block(offset + gate * length, length, true));
		}
		this.graph.floats(name, List.of(1, rows, columns), this.model.parameters(), blocks);
	}

	/** Those of the input, then those of the state before. */
	private List<TorchTensor.Block> biases(int layer) {
		int hidden = this.architecture.hiddenSize();
		int offset = this.layout.bias(layer);
		List<TorchTensor.Block> blocks = new ArrayList<>();
		for (int gate : order()) {
			blocks.add(new TorchTensor.Block(offset + gate * hidden, hidden, true));
		}
		for (int gate : order()) {
			boolean own = this.architecture.cell().splitsLastGate() && gate == this.architecture.cell().gates() - 1;
			blocks.add(new TorchTensor.Block(offset + (own ? gate + 1 : gate) * hidden, hidden, own));
		}
		return blocks;
	}

	/** Our block for each of ONNX's. */
	private List<Integer> order() {
		Cell cell = this.architecture.cell();
		return switch (cell) {
			case LSTM -> TorchTensor.blocks(cell, "input", "output", "forget", "candidate");
			case GRU -> TorchTensor.blocks(cell, "update", "reset", "candidate");
			default -> List.of(0);
		};
	}

	private void addOutput(String top) {
		int hidden = this.architecture.hiddenSize();
		int size = this.architecture.alphabetSize();
		this.graph.floats("outputWeights", List.of(size, hidden), this.model.parameters(),
				List.of(new TorchTensor.Block(this.layout.outputWeights(), size * hidden, true)));
		this.graph.floats("outputBias", List.of(size), this.model.parameters(),
				List.of(new TorchTensor.Block(this.layout.outputBias(), size, true)));
		this.graph.node("Transpose", List.of("outputWeights"), List.of("outputMatrix"));
		this.graph.node("MatMul", List.of(top, "outputMatrix"), List.of("products"));
		this.graph.node("Add", List.of("products", "outputBias"), List.of("logits"));
		this.graph.node("LogSoftmax", List.of("logits"), List.of("logProbabilities"))
			.addAttribute(OnnxGraph.attribute("axis", -1));
	}

	private void addAlphabet() {
		Alphabet alphabet = this.model.alphabet();
		this.graph.ints("alphabet", IntStream.range(0, alphabet.size()).map(alphabet::characterAt).toArray());
		this.graph.output("alphabet", DataType.INT32, alphabet.size());
	}

	private List<String> layerNames(String prefix) {
		return IntStream.range(0, this.architecture.layers()).mapToObj((layer) -> prefix + layer).toList();
	}

}
