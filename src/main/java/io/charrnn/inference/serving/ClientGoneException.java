package io.charrnn.inference.serving;

import java.io.UncheckedIOException;

import org.apache.catalina.connector.ClientAbortException;

/** Nobody waits for an answer any more. */
class ClientGoneException extends UncheckedIOException {

	ClientGoneException() {
		super(new ClientAbortException("the client has closed its connection"));
	}

}
