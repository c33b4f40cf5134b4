package io.charrnn.model.format;

import java.util.Locale;

import io.charrnn.model.Architecture;

/**
 * Which networks other tools can express. Formats ask here before they write, so that
 * what networks learn to have is either written or refused, and never left out.
 */
final class Expressible {

	/** A protocol buffer has fewer than 2^31 bytes; 16 MiB of them are for the rest. */
	private static final int MOST_ONNX_PARAMETERS = (1 << 29) - (1 << 22);

	private Expressible() {
	}

	static void requireOnnx(Architecture architecture) {
		if (architecture.parameterCount() > MOST_ONNX_PARAMETERS) {
			throw new InexpressibleException(String.format(Locale.ROOT,
					"The network has %,d parameters, but a file of the format onnx, which is smaller than 2 GiB,"
							+ " holds at most %,d: take safetensors or npz.",
					architecture.parameterCount(), MOST_ONNX_PARAMETERS));
		}
	}

}
