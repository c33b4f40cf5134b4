package io.charrnn.problem;

/** The request can be parsed, but a value in it is out of bounds or does not fit. */
public class UnprocessableException extends Problem {

	public UnprocessableException(String type, String detail) {
		super(422, type, detail);
	}

	/**
	 * A value is not what it must be.
	 * @param field the name of the field or parameter
	 * @param value the rejected value
	 * @param bound what it must be, so that "FIELD must be BOUND" reads as a sentence
	 */
	public static Problem outOfBounds(String field, Object value, String bound) {
		return new UnprocessableException("out-of-bounds",
				"%s must be %s, but is %s.".formatted(field, bound, Shown.value(value)))
			.with("field", field)
			.with("bound", bound);
	}

	/** A list has no such place. */
	public static Problem invalidCursor() {
		return new UnprocessableException("invalid-cursor",
				"after must be the 'next' of the previous page of a list with the same sort.")
			.with("field", "after");
	}

}
