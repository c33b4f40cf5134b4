package io.charrnn.inference.sessions;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What came of feeding a session.
 *
 * @param session as it is now
 */
record FedSession(SessionDescription session,
		@Schema(description = "Characters that were read.", example = "10") int characters,
		@Schema(description = "Mean surprisal of the characters, each before it was learned, in nats; with learn. The "
				+ "very first character of a session is not predicted.",
				example = "1.42") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double loss,
		@Schema(description = "The loss divided by ln 2.",
				example = "2.05") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double bitsPerCharacter) {

	static FedSession of(Session session, int characters, @Nullable Double loss) {
		return new FedSession(SessionDescription.of(session), characters, loss,
				(loss != null) ? loss / Math.log(2) : null);
	}

}
