package io.charrnn.inference.sessions;

import com.fasterxml.jackson.annotation.JsonValue;
import io.charrnn.api.Ids;

/**
 * The id of a session.
 *
 * @param value {@code session_} and 32 hexadecimal digits
 */
record SessionId(@JsonValue String value) {

	private static final String PREFIX = "session_";

	SessionId {
		Ids.require(PREFIX, value, "a session");
	}

	static SessionId random() {
		return new SessionId(Ids.random(PREFIX));
	}

	@Override
	public String toString() {
		return this.value;
	}

}
