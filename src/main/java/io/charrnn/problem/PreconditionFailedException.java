package io.charrnn.problem;

/** The current state is not the one that the caller expects. */
public class PreconditionFailedException extends Problem {

	public PreconditionFailedException(String type, String detail) {
		super(412, type, detail);
	}

}
