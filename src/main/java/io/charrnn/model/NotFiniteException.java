package io.charrnn.model;

/** A model's output is infinite or not a number, so that it says nothing. */
public class NotFiniteException extends ArithmeticException {

	public NotFiniteException() {
		super("the model's output is not a finite number");
	}

}
