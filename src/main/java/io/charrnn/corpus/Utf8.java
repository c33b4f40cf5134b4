package io.charrnn.corpus;

/** The form of UTF-8 (RFC 3629, section 3), for text that is known to be valid. */
final class Utf8 {

	private Utf8() {
	}

	/** Whether a character begins with the byte. */
	static boolean isFirst(byte octet) {
		return (octet & 0xC0) != 0x80;
	}

	/** Bytes of the character that begins with the byte. */
	static int length(byte first) {
		if (first >= 0) {
			return 1;
		}
		int bits = first & 0xFF;
		return (bits < 0xE0) ? 2 : (bits < 0xF0) ? 3 : 4;
	}

	/** The character whose first byte is at the position. */
	static int codePoint(byte[] utf8, int position) {
		byte first = utf8[position];
		return switch (length(first)) {
			case 1 -> first;
			case 2 -> (first & 0x1F) << 6 | next(utf8, position + 1);
			case 3 -> (first & 0x0F) << 12 | next(utf8, position + 1) << 6 | next(utf8, position + 2);
			default -> (first & 0x07) << 18 | next(utf8, position + 1) << 12 | next(utf8, position + 2) << 6
					| next(utf8, position + 3);
		};
	}

	private static int next(byte[] utf8, int position) {
		return utf8[position] & 0x3F;
	}

}
