package io.charrnn.content;

import io.charrnn.problem.ConflictException;

/** Something is stored in a format that this release cannot read. */
public class AnotherReleaseException extends ConflictException {

	/**
	 * Describes what is there.
	 * @param detail what cannot be read, and why
	 */
	public AnotherReleaseException(String detail) {
		super("stored-by-another-release", detail);
	}

}
