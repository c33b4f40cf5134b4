package io.charrnn.corpus;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A text of its own in a corpus. */
@Schema(description = "A text of its own in a corpus.")
record Document(@Schema(description = "Its place in the corpus, from 0 on.", example = "0") long number,
		@Schema(description = "What it is; null if that was not said.", example = "Welsh") @Nullable String label,
		@Schema(description = "What it is called; null if that was not said.",
				example = "poems/daffodils.txt") @Nullable String name,
		@Schema(description = "Its length in characters.", example = "7") long characters,
		@Schema(description = "Its first characters, up to 1,000.", example = "Ffrainc") String text) {
}
