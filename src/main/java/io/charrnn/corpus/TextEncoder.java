package io.charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.UnknownCharacterException;

/** Turns valid UTF-8 into indices of an alphabet as it is read. */
final class TextEncoder {

	private static final int BUFFER_SIZE = 1 << 16;

	/** Index of each code point, or -1. */
	private final int[] indices = new int[Character.MAX_CODE_POINT + 1];

	private final UnknownCharacterException.Collector unknown = new UnknownCharacterException.Collector();

	/** {@code [1 + labels]}: index of the mark of each label's number. */
	private final int[] marks;

	/**
	 * Prepares to encode.
	 * @param alphabet all characters and labels of the texts
	 * @param labels of the text, in the order of their numbers
	 */
	TextEncoder(Alphabet alphabet, List<String> labels) {
		Arrays.fill(this.indices, -1);
		for (int index = 0; index < alphabet.size(); index++) {
			if (!alphabet.isMark(index)) {
				this.indices[alphabet.characterAt(index)] = index;
			}
		}
		this.marks = new int[1 + labels.size()];
		for (int number = 0; number < this.marks.length; number++) {
			this.marks[number] = alphabet.begin((number > 0) ? labels.get(number - 1) : null);
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
			int next = next(buffer, start, held);
			while (next > start) {
				encoded[position] = encode(buffer, start, position);
				position++;
				start = next;
				next = next(buffer, start, held);
			}
			System.arraycopy(buffer, start, buffer, 0, held - start);
			held -= start;
		}
		if (held > 0) {
			encoded[position] = encode(buffer, 0, position);
		}
		this.unknown.requireNone();
		return new EncodedText(encoded);
	}

	/** Where a character or mark ends that is there to its end, or else its beginning. */
	private static int next(byte[] buffer, int start, int held) {
		if (start == held) {
			return start;
		}
		if (buffer[start] != DocumentMark.FIRST) {
			int end = start + Utf8.length(buffer[start]);
			return (end <= held) ? end : start;
		}
		int end = DocumentMark.endOf(buffer, start, held);
		return (end < held) ? end : start;
	}

	private char encode(byte[] buffer, int start, int position) {
		if (buffer[start] == DocumentMark.FIRST) {
			return (char) this.marks[DocumentMark.read(buffer, start).label()];
		}
		int codePoint = Utf8.codePoint(buffer, start);
		int index = this.indices[codePoint];
		if (index < 0) {
			this.unknown.add(codePoint, position);
		}
		return (char) index;
	}

}
