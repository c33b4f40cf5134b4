package io.charrnn.problem;

/** The request does not go with the state that its target is in. */
public class ConflictException extends Problem {

	public ConflictException(String type, String detail) {
		super(409, type, detail);
	}

}
