package io.charrnn.corpus;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A corpus with details of its text. */
@Schema(description = "A text to train on, with details.")
public record CorpusDetails(@JsonUnwrapped Corpus corpus,
		@Schema(description = "Number of lines; null for corpora that are older than this field.",
				example = "40000") @Nullable Long lines,
		@Schema(description = "Lengths of its documents; null if it is one text.") @Nullable DocumentLengths documentLengths,
		@Schema(description = "The labels of its documents, in order of first occurrence.") List<LabelCount> labels,
		@Schema(description = "How it was read when it was uploaded; null for corpora that are older than this field.") @Nullable Reading reading,
		@Schema(description = "Its characters with their counts, in code point order.") List<AlphabetCharacter> alphabet,
		@Schema(description = "What was changed in the text when it was uploaded, and what may be a mistake in it, "
				+ "such as control characters.",
				example = "[\"Line ends were converted to LF: 40,000 CR LF, 0 CR, 0 LF.\"]") List<String> notes) {
}
