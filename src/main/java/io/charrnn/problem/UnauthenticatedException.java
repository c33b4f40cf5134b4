package io.charrnn.problem;

/** The caller has not been authenticated. */
public class UnauthenticatedException extends Problem {

	public UnauthenticatedException(String type, String detail) {
		super(401, type, detail);
	}

}
