package io.charrnn.corpus;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A corpus with what its text looks like. */
@Schema(description = "A text to learn from, and what it looks like.")
public record CorpusDetails(@JsonUnwrapped Corpus corpus,
		@Schema(description = "How many lines it has; null in corpora that are older than this field.",
				example = "40000") @Nullable Long lines,
		@Schema(description = "How long its documents are; null where it is one text.") @Nullable DocumentLengths documentLengths,
		@Schema(description = "The labels of its documents, in the order in which they come first.") List<LabelCount> labels,
		@Schema(description = "How it was read when it was uploaded; null in corpora that are older than this field.") @Nullable Reading reading,
		@Schema(description = "Its characters with their counts, in the order of their code points.") List<AlphabetCharacter> alphabet,
		@Schema(description = "What was changed in the text when it was uploaded, and what in it may be a mistake, such as "
				+ "control characters.",
				example = "[\"Line ends were turned into LF: 40,000 CR LF, 0 CR, 0 LF.\"]") List<String> notes) {
}
