package io.charrnn.inference.sessions;

import java.time.Instant;

import io.charrnn.inference.sessions.Mark.Cause;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A mark as clients see it.
 *
 * @param createdAt when the session came here
 */
@Schema(name = "SessionMark")
record MarkDescription(@Schema(description = "Counted from 0.", example = "3") long number,
		@Schema(description = "Characters read so far.", example = "120") long position,
		@Schema(description = "What caused the change.") Cause cause,
		@Schema(description = "Whether the session has its own weights here.") boolean learned, Instant createdAt) {
}
