package io.charrnn.inference.generation;

import java.util.Arrays;
import java.util.List;

/** Strings at which a text ends, which do not belong to it. */
final class StopStrings {

	/** {@code [string][character]}, code points. */
	private final int[][] strings;

	StopStrings(List<String> strings) {
		this.strings = strings.stream().map((string) -> string.codePoints().toArray()).toArray(int[][]::new);
	}

	/** The length of the longest string that a text ends with, or 0. */
	int atEnd(int[] text, int length) {
		int longest = 0;
		for (int[] string : this.strings) {
			if (string.length > longest && endsWith(text, length, string, string.length)) {
				longest = string.length;
			}
		}
		return longest;
	}

	/** The length of the longest string, or 0. */
	int longest() {
		return Arrays.stream(this.strings).mapToInt((string) -> string.length).max().orElse(0);
	}

	/** How many characters at the end of a text may be the beginning of a string. */
	int begunAtEnd(int[] text, int length) {
		int longest = 0;
		for (int[] string : this.strings) {
			for (int begun = string.length - 1; begun > longest; begun--) {
				if (endsWith(text, length, string, begun)) {
					longest = begun;
				}
			}
		}
		return longest;
	}

	private static boolean endsWith(int[] text, int length, int[] string, int count) {
		if (count > length) {
			return false;
		}
		for (int at = count - 1; at >= 0; at--) {
			if (text[length - count + at] != string[at]) {
				return false;
			}
		}
		return true;
	}

}
