package io.charrnn.inference;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

import io.charrnn.inference.InferenceProblems.UnknownCharacter;
import io.charrnn.model.UnknownCharacterException.Occurrences;
import io.charrnn.problem.Problem;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

/** Checks the fields of requests. */
public final class Fields {

	private Fields() {
	}

	/** A whole number within bounds, or the default if it is not given. */
	public static int within(String field, @Nullable Integer value, int least, int most, int otherwise) {
		if (value != null && (value < least || value > most)) {
			throw UnprocessableException.outOfBounds(field, value,
					String.format(Locale.ROOT, "from %d to %d", least, most));
		}
		return (value != null) ? value : otherwise;
	}

	/** A number within bounds, or the default if it is not given. */
	public static double within(String field, @Nullable Double value, double least, double most, double otherwise) {
		if (value != null && !(value >= least && value <= most)) {
			throw UnprocessableException.outOfBounds(field, value,
					"from %s to %s".formatted(shown(least), shown(most)));
		}
		return (value != null) ? value : otherwise;
	}

	private static String shown(double bound) {
		return (bound == Math.rint(bound)) ? String.valueOf((long) bound) : String.valueOf(bound);
	}

	/** The texts of a request that takes one as {@code text} or many as {@code texts}. */
	public static List<String> texts(@Nullable String text, @Nullable List<@Nullable String> texts, int mostTexts,
			int mostCharacters) {
		if ((text == null) == (texts == null)) {
			throw new UnprocessableException("invalid-value", "Give either text or texts, not both.").with("field",
					"text");
		}
		List<String> all = (texts != null) ? present("texts", texts) : List.of(text);
		if (all.isEmpty() || all.size() > mostTexts) {
			throw size("texts", all.size(), String.format(Locale.ROOT, "from 1 to %,d texts", mostTexts));
		}
		characters((texts != null) ? "texts" : "text", all, mostCharacters);
		return all;
	}

	/** Checks how many characters all texts of a field have. */
	public static void characters(String field, Collection<String> texts, int most) {
		long count = texts.stream().mapToLong((text) -> text.codePointCount(0, text.length())).sum();
		if (count > most) {
			throw size(field, count, String.format(Locale.ROOT, "at most %,d characters", most));
		}
	}

	/** A problem with how much a field has. */
	public static Problem size(String field, long size, String bound) {
		return new UnprocessableException("out-of-bounds",
				String.format(Locale.ROOT, "%s must have %s, but has %,d.", field, bound, size))
			.with("field", field)
			.with("bound", bound);
	}

	/** A character in a field that the model does not know. */
	public static Problem unknownCharacter(String field, int character) {
		UnknownCharacter unknown = UnknownCharacter.of(new Occurrences(character, 0, List.of()));
		return new UnprocessableException("unknown-character",
				"%s has %s %s, which the model does not know.".formatted(field, unknown.codePoint(), unknown.name()))
			.with("field", field);
	}

	/** A list of strings without null. */
	public static List<String> present(String field, List<@Nullable String> strings) {
		for (int index = 0; index < strings.size(); index++) {
			if (strings.get(index) == null) {
				throw UnprocessableException.outOfBounds(String.format(Locale.ROOT, "%s[%d]", field, index), "null",
						"a string");
			}
		}
		return strings.stream().map(String::valueOf).toList();
	}

}
