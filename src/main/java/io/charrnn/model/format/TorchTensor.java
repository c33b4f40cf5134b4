package io.charrnn.model.format;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.Normalization;
import io.charrnn.model.ParameterLayout;

/**
 * A tensor as PyTorch's {@code nn.RNN}, {@code nn.LSTM}, {@code nn.GRU} (named
 * {@code rnn}) and {@code nn.Linear} (named {@code output}) have it, and where its values
 * stand in the parameter vector. A column-major matrix {@code [in][gates x H]} is
 * PyTorch's row-major {@code [gates x H, in]} as it is; only blocks change places.
 * <p>
 * PyTorch has two biases where {@link Cell} has one: {@code bias_ih} has ours, and
 * {@code bias_hh} is zero, but for the candidate of a GRU. When they are read, both are
 * added. Networks whose sums are {@link Normalization normalized}, which PyTorch has no
 * layer for, have {@code bias} and {@code gain} in their place, with a part for each
 * block of sums: a GRU's last is that of R_n h.
 *
 * @param name PyTorch's
 * @param shape its sizes, the slowest first
 * @param blocks what follows each other in it
 */
record TorchTensor(String name, List<Integer> shape, List<Block> blocks) {

	/** The tensors of a network, in the order of {@code state_dict()}. */
	static List<TorchTensor> of(Architecture architecture) {
		ParameterLayout layout = new ParameterLayout(architecture);
		int hidden = architecture.hiddenSize();
		int rows = architecture.cell().gates() * hidden;
		List<TorchTensor> tensors = new ArrayList<>();
		for (int layer = 0; layer < architecture.layers(); layer++) {
			int in = architecture.inputSize(layer);
			tensors.add(new TorchTensor("rnn.weight_ih_l" + layer, List.of(rows, in),
					gates(architecture.cell(), layout.inputWeights(layer), in * hidden)));
			tensors.add(new TorchTensor("rnn.weight_hh_l" + layer, List.of(rows, hidden),
					gates(architecture.cell(), layout.recurrentWeights(layer), hidden * hidden)));
			if (architecture.normalization() == Normalization.RMS) {
				int values = architecture.cell().biases() * hidden;
				tensors.add(new TorchTensor("rnn.bias_l" + layer, List.of(values),
						sums(architecture.cell(), layout.bias(layer), hidden)));
				tensors.add(new TorchTensor("rnn.gain_l" + layer, List.of(values),
						sums(architecture.cell(), layout.gain(layer), hidden)));
			}
			else {
				tensors.add(new TorchTensor("rnn.bias_ih_l" + layer, List.of(rows),
						gates(architecture.cell(), layout.bias(layer), hidden)));
				tensors.add(new TorchTensor("rnn.bias_hh_l" + layer, List.of(rows),
						recurrentBias(architecture.cell(), layout.bias(layer), hidden)));
			}
		}
		tensors.add(new TorchTensor("output.weight", List.of(architecture.alphabetSize(), hidden),
				List.of(new Block(layout.outputWeights(), architecture.alphabetSize() * hidden, true))));
		tensors.add(new TorchTensor("output.bias", List.of(architecture.alphabetSize()),
				List.of(new Block(layout.outputBias(), architecture.alphabetSize(), true))));
		return tensors;
	}

	private static List<Block> gates(Cell cell, int offset, int length) {
		List<Block> blocks = new ArrayList<>();
		for (int gate : order(cell)) {
			blocks.add(new Block(offset + gate * length, length, true));
		}
		return blocks;
	}

	private static List<Block> sums(Cell cell, int offset, int hidden) {
		List<Block> blocks = gates(cell, offset, hidden);
		if (cell.splitsLastGate()) {
			blocks.add(new Block(offset + cell.gates() * hidden, hidden, true));
		}
		return blocks;
	}

	private static List<Block> recurrentBias(Cell cell, int offset, int hidden) {
		List<Block> blocks = new ArrayList<>();
		for (int gate : order(cell)) {
			boolean ownBias = cell.splitsLastGate() && gate == cell.gates() - 1;
			blocks.add(new Block(offset + (ownBias ? gate + 1 : gate) * hidden, hidden, ownBias));
		}
		return blocks;
	}

	/** Our block for each of PyTorch's. */
	private static List<Integer> order(Cell cell) {
		return (cell == Cell.LSTM) ? blocks(cell, "input", "forget", "candidate", "output")
				: IntStream.range(0, cell.gates()).boxed().toList();
	}

	/** The blocks of gates, in an order that another tool has them in. */
	static List<Integer> blocks(Cell cell, String... names) {
		return Stream.of(names).map(cell.gateNames()::indexOf).toList();
	}

	/** Values of the tensor. */
	int length() {
		return this.blocks.stream().mapToInt(Block::length).sum();
	}

	/**
	 * Values that follow each other in both.
	 *
	 * @param offset of the first in the parameter vector
	 * @param own whether they are the vector's; if not, they are zero in the tensor, and
	 * are added to the vector when they are read
	 */
	record Block(int offset, int length, boolean own) {
	}

}
