package io.charrnn.inference.sessions;

import java.util.UUID;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of a session.
 *
 * @param value {@code session_} and 32 hexadecimal digits
 */
record SessionId(@JsonValue String value) {

	private static final Pattern FORM = Pattern.compile("session_[0-9a-f]{32}");

	SessionId {
		if (!FORM.matcher(value).matches()) {
			throw new IllegalArgumentException("not the id of a session: " + value);
		}
	}

	static SessionId random() {
		return new SessionId("session_" + UUID.randomUUID().toString().replace("-", ""));
	}

	@Override
	public String toString() {
		return this.value;
	}

}
