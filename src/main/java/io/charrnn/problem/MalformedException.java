package io.charrnn.problem;

/** The request cannot be read: not JSON, not UTF-8, a wrong type, an unknown field. */
public class MalformedException extends Problem {

	public MalformedException(String type, String detail) {
		super(400, type, detail);
	}

}
