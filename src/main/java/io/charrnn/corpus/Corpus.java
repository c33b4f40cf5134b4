package io.charrnn.corpus;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.charrnn.model.Alphabet;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A text, or documents, to train on. Immutable.
 *
 * @param createdAt when it was uploaded
 * @param alphabetCharacters the different ones in ascending order; not in JSON
 * @param labels of its documents, in the order of their first; not in JSON
 */
@Schema(description = "A text to train on.")
public record Corpus(@Schema(example = "corpus_0f8fad5bd9cb469fa16570867728950e") CorpusId id,
		@Schema(description = "A name for people; does not have to be unique.", example = "Hamlet") String name,
		@Schema(description = "SHA-256 of the stored UTF-8 bytes, in hexadecimal.",
				example = "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed") String sha256,
		@Schema(description = "Number of stored UTF-8 bytes.", example = "1115394") long bytes,
		@Schema(description = "Its length in characters; the start of each document and the end of the last one "
				+ "count as one each.", example = "1115394") long characters,
		@Schema(description = "Number of distinct characters; with documents, their end and each label count as one.",
				example = "65") int alphabetSize,
		@Schema(example = "2026-01-31T12:00:00Z") Instant createdAt,
		@Schema(description = "Number of documents; null if it is one text.",
				example = "30000") @Nullable Long documents,
		@JsonIgnore String alphabetCharacters, @JsonIgnore List<String> labels) {

	/**
	 * The different characters with their indices, and the marks where documents begin,
	 * made again: it takes about 80 bytes a character.
	 */
	public Alphabet alphabet() {
		return (this.documents != null) ? Alphabet.ofDocuments(this.alphabetCharacters, this.labels)
				: new Alphabet(this.alphabetCharacters);
	}

}
