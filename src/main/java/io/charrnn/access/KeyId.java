package io.charrnn.access;

import java.util.UUID;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of an API key, which is no secret.
 *
 * @param value {@code key_} and 32 hexadecimal digits
 */
record KeyId(@JsonValue String value) {

	private static final Pattern FORM = Pattern.compile("key_[0-9a-f]{32}");

	public KeyId {
		if (!FORM.matcher(value).matches()) {
			throw new IllegalArgumentException("not the id of a key: " + value);
		}
	}

	static KeyId random() {
		return new KeyId("key_" + UUID.randomUUID().toString().replace("-", ""));
	}

	@Override
	public String toString() {
		return this.value;
	}

}
