package io.charrnn.inference.sessions;

import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Schema;

/** A session as clients see it. */
@Schema(name = "Session")
record SessionDescription(
		@Schema(description = "Anyone who knows it can use the session.", type = "string",
				example = "session_0f3a5c7788d1e2b40f3a5c7788d1e2b4") SessionId id,
		@Schema(description = "The model version.", example = "shakespeare:3") String model,
		@Schema(description = "Characters read so far.", example = "120") long position,
		@Schema(description = "The current mark: the number to rewind to.", example = "3") long mark,
		@Schema(description = "Whether it has its own weights.") boolean learned, Instant createdAt,
		@Schema(description = "When it is deleted unless it is used before.") Instant expiresAt) {

	static SessionDescription of(Session session) {
		return new SessionDescription(session.id(), session.model(), session.mark().position(), session.mark().number(),
				session.mark().archiveSha256() != null, session.createdAt(), session.expiresAt());
	}

	/** Takes no model, so that it can be told of a session whose model is gone. */
	static SessionDescription of(Sessions.Row session) {
		return new SessionDescription(session.id(), session.model(), session.position(), session.number(),
				session.archiveSha256() != null, session.createdAt(), session.expiresAt());
	}

}
