package io.charrnn.training.request;

/** A search or one of its trials has changed since it was read. */
public class TrialChangedException extends RuntimeException {

	private static final long serialVersionUID = 1;

	/**
	 * Somebody else was faster.
	 * @param id of the search or the trial's job
	 */
	public TrialChangedException(Object id) {
		super(id + " has changed meanwhile");
	}

}
