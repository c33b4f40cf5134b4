package io.charrnn.corpus;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Locale;

import io.charrnn.problem.Shown;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A character of a corpus.
 *
 * @param character one Unicode code point
 * @param codePoint as Unicode writes it
 * @param name Unicode's
 */
public record AlphabetCharacter(@Schema(example = "e") String character, @Schema(example = "U+0065") String codePoint,
		@Schema(example = "LATIN SMALL LETTER E") String name,
		@Schema(description = "How often it occurs; null for corpora that are older than this field.",
				example = "94611") @Nullable Long count) {

	/**
	 * Describes an alphabet.
	 * @param counts 8 bytes each, or null if they are not known
	 */
	static List<AlphabetCharacter> of(String characters, byte @Nullable [] counts) {
		LongBuffer known = (counts != null) ? ByteBuffer.wrap(counts).asLongBuffer() : null;
		return characters.codePoints()
			.mapToObj((codePoint) -> of(codePoint, (known != null) ? known.get() : null))
			.toList();
	}

	private static AlphabetCharacter of(int codePoint, @Nullable Long count) {
		return new AlphabetCharacter(Character.toString(codePoint), String.format(Locale.ROOT, "U+%04X", codePoint),
				Shown.name(codePoint), count);
	}

}
