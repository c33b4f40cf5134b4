package io.charrnn.corpus;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Where a document begins in a stored text. A mark is no UTF-8: the byte 0xFF, which no
 * character has, then bytes such as those that go on characters (0x80 to 0xBF), so that a
 * mark counts as one character. They are the number of the document's label, in two
 * bytes, and its name, two for each byte of its UTF-8. One more mark ends the text.
 *
 * @param label number of the label from 1 on; 0 if it has none
 * @param name what the document is called, or null
 * @param length bytes of the mark
 */
record DocumentMark(int label, @Nullable String name, int length) {

	/** The byte that no UTF-8 has. */
	static final byte FIRST = (byte) 0xFF;

	/** Numbers of labels have two bytes. */
	static final int MOST_LABELS = 1000;

	private static final int LABEL_BYTES = 2;

	private static final int LABEL_BITS = 6;

	private static final int NAME_BITS = 4;

	/** The bytes of a mark. */
	static byte[] write(int label, @Nullable String name) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.write(FIRST);
		bytes.write(0x80 | label >> LABEL_BITS);
		bytes.write(0x80 | label & (1 << LABEL_BITS) - 1);
		if (name != null) {
			for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
				bytes.write(0x80 | (octet & 0xFF) >> NAME_BITS);
				bytes.write(0x80 | octet & (1 << NAME_BITS) - 1);
			}
		}
		return bytes.toByteArray();
	}

	/** Reads the mark that begins with a byte and is there to its end. */
	static DocumentMark read(byte[] text, int position) {
		int label = (text[position + 1] & 0x3F) << LABEL_BITS | text[position + 2] & 0x3F;
		int begin = position + 1 + LABEL_BYTES;
		int end = endOf(text, position, text.length);
		byte[] name = new byte[(end - begin) / 2];
		for (int index = 0; index < name.length; index++) {
			name[index] = (byte) ((text[begin + 2 * index] & 0xF) << NAME_BITS | text[begin + 2 * index + 1] & 0xF);
		}
		return new DocumentMark(label, (name.length > 0) ? new String(name, StandardCharsets.UTF_8) : null,
				end - position);
	}

	/** The byte after a mark, or the end if the mark may go on there. */
	static int endOf(byte[] text, int position, int end) {
		int at = position + 1;
		while (at < end && !Utf8.isFirst(text[at])) {
			at++;
		}
		return at;
	}

	/** A text with a line break instead of each mark but one at its very beginning. */
	static byte[] toLineBreaks(byte[] text, boolean fromBeginning) {
		ByteArrayOutputStream plain = new ByteArrayOutputStream(text.length);
		for (int position = 0; position < text.length;) {
			if (text[position] == FIRST) {
				if (position > 0 || !fromBeginning) {
					plain.write('\n');
				}
				position = endOf(text, position, text.length);
			}
			else {
				plain.write(text[position++]);
			}
		}
		return plain.toByteArray();
	}

}
