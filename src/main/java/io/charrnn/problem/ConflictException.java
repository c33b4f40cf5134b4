package io.charrnn.problem;

/** The resource is in a state that does not allow the request. */
public class ConflictException extends Problem {

	public ConflictException(String type, String detail) {
		super(409, type, detail);
	}

}
