package io.charrnn.api;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;

/**
 * Escapes in JSON what ends a line in Unicode, too, and for some clients of event
 * streams: NEL, the line separator and the paragraph separator.
 */
final class LineEnds extends CharacterEscapes {

	@Override
	public int[] getEscapeCodesForAscii() {
		return standardAsciiEscapesForJSON();
	}

	@Override
	public @Nullable SerializableString getEscapeSequence(int character) {
		return switch (character) {
			case 0x0085 -> new SerializedString("\\u0085");
			case 0x2028 -> new SerializedString("\\u2028");
			case 0x2029 -> new SerializedString("\\u2029");
			default -> null;
		};
	}

}
