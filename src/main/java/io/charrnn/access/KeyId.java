package io.charrnn.access;

import com.fasterxml.jackson.annotation.JsonValue;
import io.charrnn.api.Ids;

/**
 * The id of an API key, which is no secret.
 *
 * @param value {@code key_} and 32 hexadecimal digits
 */
record KeyId(@JsonValue String value) {

	private static final String PREFIX = "key_";

	public KeyId {
		Ids.require(PREFIX, value, "a key");
	}

	static KeyId random() {
		return new KeyId(Ids.random(PREFIX));
	}

	@Override
	public String toString() {
		return this.value;
	}

}
