package io.charrnn.openai.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.charrnn.corpus.Corpus;
import io.charrnn.corpus.CorpusDetails;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A file: a corpus.
 *
 * @param object always {@code file}
 * @param bytes of its UTF-8 as stored
 * @param purpose always {@code fine-tune}
 * @param status always {@code processed}
 */
@Schema(name = "OpenAiFile")
record FileObject(@Schema(example = "corpus_0f8fad5bd9cb469fa16570867728950e") String id,
		@Schema(example = "file") String object, @Schema(example = "1115394") long bytes,
		@Schema(description = "Seconds since 1970.", example = "1767225600") @JsonProperty("created_at") long createdAt,
		@Schema(example = "hamlet.txt") String filename, @Schema(example = "fine-tune") String purpose,
		@Schema(example = "processed") String status,
		@Schema(description = "What was changed in the file, and what may be a mistake in it.",
				example = "Line ends were converted to LF: 40,000 CR LF, 0 CR, 0 LF.") @JsonProperty("status_details") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String statusDetails) {

	static final String PURPOSE = "fine-tune";

	static FileObject of(CorpusDetails details) {
		return of(details.corpus(), details.notes().isEmpty() ? null : String.join(" ", details.notes()));
	}

	static FileObject of(Corpus corpus) {
		return of(corpus, null);
	}

	private static FileObject of(Corpus corpus, @Nullable String statusDetails) {
		return new FileObject(corpus.id().value(), "file", corpus.bytes(), corpus.createdAt().getEpochSecond(),
				corpus.name(), PURPOSE, "processed", statusDetails);
	}

}
