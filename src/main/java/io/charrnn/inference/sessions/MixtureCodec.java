package io.charrnn.inference.sessions;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

import io.charrnn.model.ngram.MixtureState;

/**
 * What mixtures know as bytes, the lowest first: the weights in 8 bytes each, then each
 * character of the text in 2.
 */
final class MixtureCodec {

	private MixtureCodec() {
	}

	static byte[] encode(MixtureState state) {
		ByteBuffer bytes = ByteBuffer
			.allocate(Double.BYTES * MixtureState.WEIGHTS + Character.BYTES * state.text().length)
			.order(ByteOrder.LITTLE_ENDIAN);
		for (double weight : state.weights()) {
			bytes.putDouble(weight);
		}
		bytes.asCharBuffer().put(state.text());
		return bytes.array();
	}

	/**
	 * Reads what a mixture knows.
	 * @param bytes as {@link #encode} wrote them
	 * @param alphabetSize V
	 * @return empty if it cannot be that of a mixture with such an alphabet
	 */
	static Optional<MixtureState> decode(byte[] bytes, int alphabetSize) {
		ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		try {
			double[] weights = new double[MixtureState.WEIGHTS];
			for (int index = 0; index < weights.length; index++) {
				weights[index] = in.getDouble();
				if (!Double.isFinite(weights[index])) {
					return Optional.empty();
				}
			}
			char[] text = new char[in.remaining() / Character.BYTES];
			in.asCharBuffer().get(text);
			for (char character : text) {
				if (character >= alphabetSize) {
					return Optional.empty();
				}
			}
			return Optional.of(new MixtureState(weights, text));
		}
		catch (BufferUnderflowException | IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

}
