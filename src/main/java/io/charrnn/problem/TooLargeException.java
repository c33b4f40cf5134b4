package io.charrnn.problem;

/** The request is larger than allowed. */
public class TooLargeException extends Problem {

	public TooLargeException(String type, String detail) {
		super(413, type, detail);
	}

}
