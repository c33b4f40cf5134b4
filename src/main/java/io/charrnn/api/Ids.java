package io.charrnn.api;

import java.util.UUID;
import java.util.regex.Pattern;

/** What ids have in common: a kind, and 32 hexadecimal digits. */
public final class Ids {

	private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{32}");

	private Ids() {
	}

	/**
	 * A new id, 122 bits of which are random.
	 * @param prefix what ids of the kind begin with
	 */
	public static String random(String prefix) {
		return prefix + UUID.randomUUID().toString().replace("-", "");
	}

	/** Whether a text has the form of an id. */
	public static boolean isId(String prefix, String text) {
		return text.startsWith(prefix) && DIGITS.matcher(text.substring(prefix.length())).matches();
	}

	/**
	 * Checks an id.
	 * @param kind what it names
	 * @throws IllegalArgumentException if it has another form
	 */
	public static void require(String prefix, String id, String kind) {
		if (!isId(prefix, id)) {
			throw new IllegalArgumentException("not the id of " + kind + ": " + id);
		}
	}

}
