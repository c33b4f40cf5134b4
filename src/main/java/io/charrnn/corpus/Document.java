package io.charrnn.corpus;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A text of its own in a corpus. */
@Schema(description = "A document in a corpus.")
record Document(@Schema(description = "Its position in the corpus, starting from 0.", example = "0") long number,
		@Schema(description = "Its label; null if it has none.", example = "Welsh") @Nullable String label,
		@Schema(description = "Its name; null if it has none.", example = "poems/daffodils.txt") @Nullable String name,
		@Schema(description = "Its length in characters.", example = "7") long characters,
		@Schema(description = "Its first characters, up to 1,000.", example = "Ffrainc") String text) {
}
