package io.charrnn.corpus;

import java.util.Locale;

import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/** What people call a corpus: 1 to {@value #MAX_LENGTH} characters without controls. */
final class CorpusName {

	static final int MAX_LENGTH = 200;

	private static final String DEFAULT = "untitled";

	private CorpusName() {
	}

	/** The name that the caller chose, or else the given one. */
	static String chosenOr(@Nullable String chosen, String otherwise) {
		if (chosen == null) {
			return otherwise;
		}
		int length = chosen.codePointCount(0, chosen.length());
		if (chosen.isBlank() || length > MAX_LENGTH) {
			throw UnprocessableException.outOfBounds("name", chosen,
					String.format(Locale.ROOT, "1 to %d characters, not only spaces", MAX_LENGTH));
		}
		if (chosen.codePoints().anyMatch(Character::isISOControl)) {
			throw UnprocessableException.outOfBounds("name", chosen, "without control characters");
		}
		return chosen;
	}

	/** The name of a file without its folder, cut and cleaned where it must be. */
	static String ofFile(@Nullable String path) {
		String name = StringUtils.getFilename(StringUtils.cleanPath((path != null) ? path : ""));
		String clean = (name != null) ? name.replaceAll("\\p{Cntrl}", " ").strip() : "";
		if (clean.isEmpty()) {
			return DEFAULT;
		}
		int length = Math.min(MAX_LENGTH, clean.codePointCount(0, clean.length()));
		return clean.substring(0, clean.offsetByCodePoints(0, length));
	}

}
