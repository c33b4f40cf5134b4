package io.charrnn.inference.sessions;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

import io.charrnn.model.Architecture;
import io.charrnn.model.HiddenState;

/** Hidden states as bytes: each value in 4 bytes, the lowest first, vector by vector. */
final class StateCodec {

	private StateCodec() {
	}

	static byte[] encode(HiddenState state) {
		int hiddenSize = state.vectors()[0].length;
		ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * state.vectors().length * hiddenSize)
			.order(ByteOrder.LITTLE_ENDIAN);
		for (float[] vector : state.vectors()) {
			for (float value : vector) {
				bytes.putFloat(value);
			}
		}
		return bytes.array();
	}

	/**
	 * Reads a state.
	 * @param bytes as {@link #encode} wrote them
	 * @return empty if it cannot be a state of that network
	 */
	static Optional<HiddenState> decode(byte[] bytes, Architecture architecture) {
		HiddenState state = HiddenState.zero(architecture);
		int values = state.vectors().length * architecture.hiddenSize();
		if (bytes.length != Float.BYTES * values) {
			return Optional.empty();
		}
		ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		for (float[] vector : state.vectors()) {
			for (int unit = 0; unit < vector.length; unit++) {
				vector[unit] = in.getFloat();
				if (!Float.isFinite(vector[unit])) {
					return Optional.empty();
				}
			}
		}
		return Optional.of(state);
	}

}
