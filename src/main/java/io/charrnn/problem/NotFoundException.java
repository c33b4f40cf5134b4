package io.charrnn.problem;

/** What the request names does not exist. */
public class NotFoundException extends Problem {

	public NotFoundException(String type, String detail) {
		super(404, type, detail);
	}

}
