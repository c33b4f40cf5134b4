package io.charrnn.problem;

/** What the request names is not what the caller believes it to be. */
public class PreconditionFailedException extends Problem {

	public PreconditionFailedException(String type, String detail) {
		super(412, type, detail);
	}

}
