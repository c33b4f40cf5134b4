package io.charrnn.corpus;

import java.util.Locale;

import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/** What people call a corpus: 1 to {@value #MAX_LENGTH} characters without controls. */
final class CorpusName {

	static final int MAX_LENGTH = 200;

	private static final String DEFAULT = "untitled";

	/** What Tomcat reads bytes as that are not UTF-8. */
	private static final char UNREADABLE = '\ufffd';

	private CorpusName() {
	}

	/**
	 * The name that the caller chose, or else another.
	 * @throws UnprocessableException if the chosen one will not do
	 */
	static String chosenOr(@Nullable String chosen, String otherwise) {
		return (chosen != null) ? checked("name", chosen) : otherwise;
	}

	/**
	 * The name that the caller chose, or else that of a file.
	 * @throws UnprocessableException if that will not do
	 */
	static String chosenOrOfFile(@Nullable String chosen, @Nullable String path) {
		return (chosen != null) ? checked("name", chosen) : ofFile(path);
	}

	/**
	 * The name of a file without its folder.
	 * @throws UnprocessableException if it will not do: it is not changed
	 */
	static String ofFile(@Nullable String path) {
		String name = StringUtils.getFilename(StringUtils.cleanPath((path != null) ? path : ""));
		return (name == null || name.isEmpty()) ? DEFAULT : checked("filename", name);
	}

	private static String checked(String field, String name) {
		int length = name.codePointCount(0, name.length());
		if (name.isBlank() || length > MAX_LENGTH) {
			throw UnprocessableException.outOfBounds(field, name,
					"1 to " + MAX_LENGTH + " characters, not only spaces");
		}
		if (name.codePoints().anyMatch(Character::isISOControl)) {
			throw UnprocessableException.outOfBounds(field, name, "without control characters");
		}
		if (name.indexOf(UNREADABLE) >= 0) {
			throw UnprocessableException.outOfBounds(field, name,
					"valid UTF-8, without U+FFFD, which stands for bytes that are not");
		}
		return name;
	}

}
