package io.charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.UnknownCharacterException;

/** Turns valid UTF-8 into indices of an alphabet as it is read. */
final class TextEncoder {

	private static final int BUFFER_SIZE = 1 << 16;

	/** Index of each code point, or -1. */
	private final int[] indices = new int[Character.MAX_CODE_POINT + 1];

	private final UnknownCharacterException.Collector unknown = new UnknownCharacterException.Collector();

	TextEncoder(Alphabet alphabet) {
		Arrays.fill(this.indices, -1);
		for (int index = 0; index < alphabet.size(); index++) {
			this.indices[alphabet.characterAt(index)] = index;
		}
	}

	/**
	 * Encodes a text.
	 * @param in its UTF-8
	 * @param characters its length
	 * @throws UnknownCharacterException naming the characters that are not in the
	 * alphabet, with their positions
	 */
	EncodedText encode(InputStream in, int characters) throws IOException {
		char[] encoded = new char[characters];
		byte[] buffer = new byte[BUFFER_SIZE];
		int held = 0;
		int position = 0;
		for (int read = in.read(buffer); read >= 0; read = in.read(buffer, held, buffer.length - held)) {
			held += read;
			int start = 0;
			while (start < held && start + Utf8.length(buffer[start]) <= held) {
				encoded[position] = encode(Utf8.codePoint(buffer, start), position);
				position++;
				start += Utf8.length(buffer[start]);
			}
			System.arraycopy(buffer, start, buffer, 0, held - start);
			held -= start;
		}
		this.unknown.requireNone();
		return new EncodedText(encoded);
	}

	private char encode(int codePoint, int position) {
		int index = this.indices[codePoint];
		if (index < 0) {
			this.unknown.add(codePoint, position);
		}
		return (char) index;
	}

}
