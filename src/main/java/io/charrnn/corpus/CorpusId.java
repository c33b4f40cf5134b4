package io.charrnn.corpus;

import java.util.UUID;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identifies a corpus.
 *
 * @param value {@code corpus_} and 32 lower-case hexadecimal digits
 */
public record CorpusId(@JsonValue String value) {

	private static final String PREFIX = "corpus_";

	private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{32}");

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public CorpusId {
		if (!FORM.matcher(value).matches()) {
			throw new IllegalArgumentException(
					"the id of a corpus is " + PREFIX + " and 32 hexadecimal digits, not '" + value + "'");
		}
	}

	/** A new one. */
	public static CorpusId random() {
		return new CorpusId(PREFIX + UUID.randomUUID().toString().replace("-", ""));
	}

	@Override
	public String toString() {
		return this.value;
	}

}
