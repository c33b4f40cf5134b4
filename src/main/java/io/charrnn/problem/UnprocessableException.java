package io.charrnn.problem;

/** The request can be read, but a value in it is out of bounds or does not fit. */
public class UnprocessableException extends Problem {

	public UnprocessableException(String type, String detail) {
		super(type, detail);
	}

}
