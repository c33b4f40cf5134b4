package io.charrnn.corpus;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Says what was changed in an uploaded text, and what in it may be a mistake. */
final class Notes {

	private static final int REPLACEMENT_CHARACTER = 0xFFFD;

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
