package io.charrnn.corpus;

import java.util.Arrays;

/** Cuts characters out of valid UTF-8. */
final class TextSlice {

	private TextSlice() {
	}

	/**
	 * Cuts characters out.
	 * @param utf8 may begin within a character, which is left out
	 * @param skip characters to leave out at the beginning
	 * @param characters the most characters to keep
	 * @return their UTF-8
	 */
	static byte[] cut(byte[] utf8, long skip, int characters) {
		int start = beginOf(utf8, 0, skip);
		return Arrays.copyOfRange(utf8, start, beginOf(utf8, start, characters));
	}

	/** Where a character begins that so many others come before, or the end. */
	private static int beginOf(byte[] utf8, int from, long characters) {
		long begun = 0;
		for (int position = from; position < utf8.length; position++) {
			begun += Utf8.isFirst(utf8[position]) ? 1 : 0;
			if (begun > characters) {
				return position;
			}
		}
		return utf8.length;
	}

}
