package io.charrnn.training.stream;

import java.io.IOException;

import io.charrnn.api.ServerSentEvents;

/**
 * The source of a stream's events. It reads from the database, so that any replica can
 * serve it.
 */
public interface EventSource {

	/**
	 * Sends what is new, or a part of it.
	 * @throws IOException if the client has gone
	 */
	News send(ServerSentEvents out) throws IOException;

	/** What there was. */
	enum News {

		/** Something was sent, and there may be more. */
		SENT,

		/** Nothing is new. */
		NOTHING,

		/** Nothing will be new any more. */
		ENDED

	}

}
