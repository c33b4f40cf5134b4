package io.charrnn.inference.generation;

import org.jspecify.annotations.Nullable;

/**
 * The end of a text.
 *
 * @param stop the string that ended it, or null if none did
 * @param seed that gives the same text again
 * @param meanLogProbability of all characters that were generated; null if not asked for
 */
public record GeneratedEnd(FinishReason finishReason, @Nullable String stop, long seed,
		@Nullable Double meanLogProbability) {
}
