package io.charrnn.corpus;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.charrnn.model.Alphabet;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A text to learn from. Immutable.
 *
 * @param createdAt when it was uploaded
 * @param alphabetCharacters the different ones in ascending order; not in JSON
 * @param labels of its documents, in the order of their first; not in JSON
 */
@Schema(description = "A text to learn from.")
public record Corpus(@Schema(example = "corpus_0f8fad5bd9cb469fa16570867728950e") CorpusId id,
		@Schema(description = "What people call it; need not be unique.", example = "Hamlet") String name,
		@Schema(description = "SHA-256 of its UTF-8 bytes as stored, in hexadecimal.",
				example = "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed") String sha256,
		@Schema(description = "Bytes of its UTF-8 as stored.", example = "1115394") long bytes,
		@Schema(description = "Its length in characters; each place where a document begins or ends counts as one.",
				example = "1115394") long characters,
		@Schema(description = "How many different characters it has; with documents, their end counts as one, and so does each label.",
				example = "65") int alphabetSize,
		@Schema(example = "2026-01-31T12:00:00Z") Instant createdAt,
		@Schema(description = "How many documents it has; null where it is one text.",
				example = "30000") @Nullable Long documents,
		@JsonIgnore String alphabetCharacters, @JsonIgnore List<String> labels) {

	/**
	 * The different characters with their indices, and the marks where documents begin,
	 * made anew: it takes about 80 bytes a character.
	 */
	public Alphabet alphabet() {
		return (this.documents != null) ? Alphabet.ofDocuments(this.alphabetCharacters, this.labels)
				: new Alphabet(this.alphabetCharacters);
	}

}
