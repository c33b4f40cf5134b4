package io.charrnn.model.format;

import java.util.Locale;

import io.charrnn.model.Architecture;
import io.charrnn.model.Normalization;

/**
 * Which networks other tools can express. Formats ask here before they write, so that
 * what networks learn to have is either written or refused, and never left out.
 */
final class Expressible {

	/** A protocol buffer has fewer than 2^31 bytes; 16 MiB of them are for the rest. */
	private static final int MOST_ONNX_PARAMETERS = (1 << 29) - (1 << 22);

	private Expressible() {
	}

	/** Theirs are cells without normalisation. */
	static void requirePlainCells(Architecture architecture, String format) {
		if (architecture.normalization() != Normalization.NONE) {
			throw new InexpressibleException(
					"The network's sums are normalised (rms), which the format %s cannot express: take dl4j."
						.formatted(format));
		}
	}

	static void requireOnnx(Architecture architecture) {
		requirePlainCells(architecture, "onnx");
		if (architecture.parameterCount() > MOST_ONNX_PARAMETERS) {
			throw new InexpressibleException(String.format(Locale.ROOT,
					"The network has %,d parameters, but a file of the format onnx, which is smaller than 2 GiB,"
							+ " holds at most %,d: take safetensors or npz.",
					architecture.parameterCount(), MOST_ONNX_PARAMETERS));
		}
	}

}
