package io.charrnn.corpus;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Says what was changed in an uploaded text, and what in it may be a mistake. */
final class Notes {

	private static final int REPLACEMENT_CHARACTER = 0xFFFD;

	/** How often a character is in each line of JSON Lines, at least. */
	private static final Map<String, Integer> JSON_LINE = Map.of("{", 1, "}", 1, ":", 1, "\"", 4);

	private Notes() {
	}

	/**
	 * Writes the notes.
	 * @param reading how the text was read, or null if that is not known
	 */
	static List<String> of(@Nullable Reading reading, List<AlphabetCharacter> alphabet) {
		Stream<String> changes = (reading != null) ? of(reading) : Stream.of();
		return Stream.concat(changes, alphabet.stream().filter(Notes::isDoubtful).map(Notes::describe)).toList();
	}

	/**
	 * That a plain text looks as if it were JSON Lines, by the characters that each line
	 * of those has.
	 */
	static Optional<String> ofJsonLines(long lines, List<AlphabetCharacter> alphabet) {
		Map<String, Long> counts = alphabet.stream()
			.filter((character) -> character.count() != null)
			.collect(Collectors.toMap(AlphabetCharacter::character, AlphabetCharacter::count));
		boolean likely = lines > 0 && JSON_LINE.entrySet()
			.stream()
			.allMatch((each) -> counts.getOrDefault(each.getKey(), 0L) >= each.getValue() * lines);
		return likely
				? Optional.of("Lines look like JSON objects, which the network learns with their braces and quotes. "
						+ "Upload them as application/jsonl to learn the texts in them.")
				: Optional.empty();
	}

	private static Stream<String> of(Reading reading) {
		LineEnds ends = reading.found();
		Stream.Builder<String> notes = Stream.builder();
		if (reading.changesLineEnds()) {
			notes.add("Line ends were converted to LF: %s.".formatted(described(ends)));
		}
		else if (ends.crLf() > 0 || ends.cr() > 0) {
			notes.add("Line ends were not changed: %s.%s".formatted(described(ends),
					(reading.lineEndings() == LineEndings.AUTO) ? " lineEndings=lf converts all to LF." : ""));
		}
		if (reading.byteOrderMarks() > 0) {
			notes.add(String.format(Locale.ROOT, "%,d byte order marks inside the text were removed.",
					reading.byteOrderMarks()));
		}
		return notes.build();
	}

	private static String described(LineEnds ends) {
		return String.format(Locale.ROOT, "%,d CR LF, %,d CR, %,d LF", ends.crLf(), ends.cr(), ends.lf());
	}

	/**
	 * Controls that texts do not have, and what other programs put for what they could
	 * not read.
	 */
	private static boolean isDoubtful(AlphabetCharacter character) {
		int codePoint = character.character().codePointAt(0);
		boolean layout = codePoint >= '\t' && codePoint <= '\r';
		return codePoint == REPLACEMENT_CHARACTER || codePoint == TextReader.BYTE_ORDER_MARK
				|| Character.isISOControl(codePoint) && !layout;
	}

	private static String describe(AlphabetCharacter character) {
		return "The text has %s %s%s, which the network learns like any other character."
			.formatted(character.codePoint(), character.name(), (character.count() != null)
					? String.format(Locale.ROOT, " %,d time%s", character.count(), (character.count() == 1) ? "" : "s")
					: "");
	}

}
