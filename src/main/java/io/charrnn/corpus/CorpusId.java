package io.charrnn.corpus;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.charrnn.api.Ids;

/**
 * Identifies a corpus.
 *
 * @param value {@code corpus_} and 32 lower-case hexadecimal digits
 */
public record CorpusId(@JsonValue String value) {

	private static final String PREFIX = "corpus_";

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public CorpusId {
		if (!Ids.isId(PREFIX, value)) {
			throw new IllegalArgumentException(
					"the id of a corpus is " + PREFIX + " and 32 hexadecimal digits, not '" + value + "'");
		}
	}

	/** A new one. */
	public static CorpusId random() {
		return new CorpusId(Ids.random(PREFIX));
	}

	@Override
	public String toString() {
		return this.value;
	}

}
