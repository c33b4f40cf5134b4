package io.charrnn.problem;

/** Shows callers what they sent, in a length that can be read. */
final class Shown {

	private static final int MAX_CHARACTERS = 200;

	private Shown() {
	}

	static String shortened(String text) {
		return (text.codePointCount(0, text.length()) <= MAX_CHARACTERS) ? text
				: text.substring(0, text.offsetByCodePoints(0, MAX_CHARACTERS)) + "...";
	}

	/** As JSON would have it: strings in quotes. */
	static String value(Object value) {
		return (value instanceof Number || value instanceof Boolean) ? value.toString()
				: "\"" + shortened(value.toString()) + "\"";
	}

}
