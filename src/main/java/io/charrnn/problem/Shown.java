package io.charrnn.problem;

/** Quotes callers' input in error messages, shortened. */
public final class Shown {

	private static final int MAX_CHARACTERS = 200;

	private Shown() {
	}

	/** At most so much of a text that somebody who reads an error has use for. */
	public static String shortened(String text) {
		return (text.codePointCount(0, text.length()) <= MAX_CHARACTERS) ? text
				: text.substring(0, text.offsetByCodePoints(0, MAX_CHARACTERS)) + "...";
	}

	/** A character's name in Unicode. */
	public static String name(int codePoint) {
		String name = Character.getName(codePoint);
		return (name != null) ? name : "unassigned";
	}

	/** As JSON would have it: strings in quotes. */
	static String value(Object value) {
		return (value instanceof Number || value instanceof Boolean) ? value.toString()
				: "\"" + shortened(value.toString()) + "\"";
	}

}
