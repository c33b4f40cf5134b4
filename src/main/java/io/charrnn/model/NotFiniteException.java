package io.charrnn.model;

/** A model's output is infinite or not a number, and therefore unusable. */
public class NotFiniteException extends ArithmeticException {

	public NotFiniteException() {
		super("the model's output is not a finite number");
	}

}
