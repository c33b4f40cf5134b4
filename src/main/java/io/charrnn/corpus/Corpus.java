package io.charrnn.corpus;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.charrnn.model.Alphabet;

/**
 * A text to learn from. Immutable.
 *
 * @param id identifies it
 * @param name what people call it; need not be unique
 * @param sha256 of its UTF-8 bytes as stored, in lower-case hexadecimal digits
 * @param bytes of its UTF-8
 * @param characters N, its length in Unicode code points
 * @param alphabetSize V, how many different ones
 * @param createdAt when it was uploaded
 * @param alphabet the different ones in ascending order; not in JSON
 */
public record Corpus(CorpusId id, String name, String sha256, long bytes, long characters, int alphabetSize,
		Instant createdAt, @JsonIgnore Alphabet alphabet) {
}
