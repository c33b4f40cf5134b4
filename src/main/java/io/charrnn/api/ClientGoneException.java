package io.charrnn.api;

import java.io.UncheckedIOException;

import org.apache.catalina.connector.ClientAbortException;

/** The client has disconnected. */
public final class ClientGoneException extends UncheckedIOException {

	public ClientGoneException() {
		super(new ClientAbortException("the client has closed its connection"));
	}

}
