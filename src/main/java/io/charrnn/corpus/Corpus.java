package io.charrnn.corpus;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.charrnn.model.Alphabet;
import io.swagger.v3.oas.annotations.media.Schema;

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
 * @param alphabetCharacters the different ones in ascending order; not in JSON
 */
@Schema(description = "A text to learn from.")
public record Corpus(@Schema(example = "corpus_0f8fad5bd9cb469fa16570867728950e") CorpusId id,
		@Schema(description = "What people call it; need not be unique.", example = "Hamlet") String name,
		@Schema(description = "SHA-256 of its UTF-8 bytes as stored, in hexadecimal.",
				example = "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed") String sha256,
		@Schema(description = "Bytes of its UTF-8 as stored.", example = "1115394") long bytes,
		@Schema(description = "Its length in characters.", example = "1115394") long characters,
		@Schema(description = "How many different characters it has.", example = "65") int alphabetSize,
		@Schema(example = "2026-01-31T12:00:00Z") Instant createdAt, @JsonIgnore String alphabetCharacters) {

	/**
	 * The different characters with their indices, made anew: it takes about 80 bytes a
	 * character.
	 */
	public Alphabet alphabet() {
		return new Alphabet(this.alphabetCharacters);
	}

}
