package io.charrnn.model.dl4j;

/** A model archive that is rejected; the message is a sentence for people. */
public class InvalidArchiveException extends RuntimeException {

	public InvalidArchiveException(String message) {
		super(message);
	}

	public InvalidArchiveException(String message, Throwable cause) {
		super(message, cause);
	}

}
