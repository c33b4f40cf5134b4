package io.charrnn.model;

import java.util.List;

/** A text has characters that are not in the model's alphabet. */
public class UnknownCharacterException extends IllegalArgumentException {

	private final transient List<Occurrence> occurrences;

	public UnknownCharacterException(List<Occurrence> occurrences) {
		super("%d characters are not in the alphabet, the first U+%04X at position %d".formatted(occurrences.size(),
				occurrences.get(0).character(), occurrences.get(0).position()));
		this.occurrences = List.copyOf(occurrences);
	}

	/** Every unknown character in the order of the text. */
	public List<Occurrence> occurrences() {
		return this.occurrences;
	}

	/**
	 * One unknown character.
	 *
	 * @param character the code point
	 * @param position characters (code points) before it in the text
	 */
	public record Occurrence(int character, int position) {
	}

}
