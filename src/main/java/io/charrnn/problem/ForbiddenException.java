package io.charrnn.problem;

/** The caller is known, or need not be, but may not do this. */
public class ForbiddenException extends Problem {

	public ForbiddenException(String type, String detail) {
		super(403, type, detail);
	}

}
