package io.charrnn.problem;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The request cannot be parsed: not JSON, not UTF-8, a wrong type, an unknown field.
 */
public class MalformedException extends Problem {

	public MalformedException(String type, String detail) {
		super(400, type, detail);
	}

	/** A field is missing that must be given. */
	public static Problem missing(String field) {
		return new MalformedException("missing-field", field + " must be given.").with("field", field);
	}

	/** A text in a field is to be JSON, and is none. */
	public static Problem json(String field, JacksonException failure) {
		return UnreadableJson.describe(field, failure);
	}

	/**
	 * The value of a field.
	 * @throws MalformedException if it is null
	 */
	public static <T> T required(String field, @Nullable T value) {
		if (value == null) {
			throw missing(field);
		}
		return value;
	}

}
