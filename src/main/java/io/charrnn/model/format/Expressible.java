package io.charrnn.model.format;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;

/**
 * Which networks other tools can express. Formats ask here before they write, so that
 * what networks learn to have is either written or rejected, and never left out.
 */
final class Expressible {

	private static final Set<Cell> ONNX_CELLS = EnumSet.of(Cell.RNN, Cell.LSTM, Cell.GRU);

	/** A protocol buffer has fewer than 2^31 bytes; 16 MiB of them are for the rest. */
	private static final int MOST_ONNX_PARAMETERS = (1 << 29) - (1 << 22);

	private Expressible() {
	}

	static void requireOnnx(Architecture architecture) {
		if (!ONNX_CELLS.contains(architecture.cell())) {
			throw new InexpressibleException(
					"ONNX export does not support the cell %s: use dl4j.".formatted(architecture.cell()));
		}
		if (architecture.parameterCount() > MOST_ONNX_PARAMETERS) {
			throw new InexpressibleException(String.format(Locale.ROOT,
					"The network has %,d parameters, but a file of the format onnx, which must be smaller than 2 "
							+ "GiB, holds at most %,d: use safetensors or npz.",
					architecture.parameterCount(), MOST_ONNX_PARAMETERS));
		}
	}

}
