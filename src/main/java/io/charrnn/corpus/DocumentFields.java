package io.charrnn.corpus;

import java.util.Locale;

import java.util.Optional;

import io.charrnn.problem.Problem;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a record are a document.
 *
 * @param text the field with its text
 * @param label the field with its label, or null if it has none
 */
record DocumentFields(String text, @Nullable String label) {

	static final String DEFAULT_TEXT = "text";

	private static final int LONGEST_LABEL = 100;

	/**
	 * Checks a label.
	 * @param value what was found, or null
	 * @return what is wrong with it, as the end of a sentence
	 */
	static Optional<String> faultOf(@Nullable String value) {
		if (value == null) {
			return Optional.empty();
		}
		if (value.isBlank() || value.codePointCount(0, value.length()) > LONGEST_LABEL) {
			return Optional.of("must have 1 to " + LONGEST_LABEL + " characters, not only spaces");
		}
		return value.codePoints().anyMatch(DocumentFields::isRefused)
				? Optional.of("must not have control characters or lone surrogates") : Optional.empty();
	}

	private static boolean isRefused(int character) {
		return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE
				|| Character.getType(character) == Character.LINE_SEPARATOR
				|| Character.getType(character) == Character.PARAGRAPH_SEPARATOR;
	}

	/** Rejects a line. */
	static Problem refused(long line, long offset, String fault) {
		return new UnprocessableException("invalid-line",
				String.format(Locale.ROOT, "Line %d, at byte offset %d, %s.", line, offset, fault))
			.with("line", line)
			.with("offset", offset);
	}

}
