package io.charrnn.model;

/** A hyperparameter whose value is out of bounds. */
public class InvalidHyperparameterException extends IllegalArgumentException {

	private final String field;

	private final Object value;

	private final String bound;

	/**
	 * Names what is wrong.
	 * @param field the hyperparameter's name, with dots for nested ones
	 * @param value the rejected value
	 * @param bound what it must be, so that "FIELD must be BOUND" reads as a sentence
	 */
	public InvalidHyperparameterException(String field, Object value, String bound) {
		super("%s must be %s, but is %s".formatted(field, bound, value));
		this.field = field;
		this.value = value;
		this.bound = bound;
	}

	public String field() {
		return this.field;
	}

	public Object value() {
		return this.value;
	}

	public String bound() {
		return this.bound;
	}

}
