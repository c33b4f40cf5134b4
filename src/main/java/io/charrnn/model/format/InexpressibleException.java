package io.charrnn.model.format;

/** A network has something that a format has no means to say. */
public final class InexpressibleException extends RuntimeException {

	InexpressibleException(String message) {
		super(message);
	}

}
