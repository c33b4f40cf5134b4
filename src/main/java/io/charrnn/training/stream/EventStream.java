package io.charrnn.training.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

import io.charrnn.api.Client;
import io.charrnn.api.ClientGoneException;
import io.charrnn.api.ServerSentEvents;
import io.charrnn.connection.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;

/**
 * Sends events to one client, which it reads from the database: so any replica can serve
 * the stream, and a client can continue with another after any event.
 */
final class EventStream {

	private static final Logger logger = LoggerFactory.getLogger(EventStream.class);

	private static final Duration POLL = Duration.ofMillis(300);

	/** What a client waits before it connects again. */
	private static final Duration RECONNECT = Duration.ofSeconds(1);

	private final EventSource source;

	private final @Nullable Exchange exchange = Exchange.ofThisThread();

	private final ServerSentEvents out;

	private final Client client;

	private boolean stopped;

	EventStream(EventSource source, ServerSentEvents out, Client client) {
		this.source = source;
		this.out = out;
		this.client = client;
	}

	/** Lets others have its place if its client is slow to read. */
	void giveWay() {
		if (this.exchange != null) {
			this.exchange.giveWay();
		}
	}

	/** Ends the stream soon, from any thread. */
	synchronized void stop() {
		this.stopped = true;
		notifyAll();
	}

	/**
	 * Sends until there is nothing more to come or the process ends.
	 * @throws IOException if the client has gone
	 */
	void run() throws IOException {
		this.out.begin(RECONNECT);
		try {
			boolean more = true;
			while (more && goesOn()) {
				more = poll();
			}
			if (more) {
				sendEnd(StreamEnd.STOPPING);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			sendEnd(StreamEnd.STOPPING);
		}
		catch (UncheckedIOException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.warn("an event stream of {} failed", this.source, ex);
			sendEnd(StreamEnd.FAILED);
		}
	}

	private void sendEnd(String reason) throws IOException {
		this.out.send(StreamEnd.NAME, new StreamEnd(reason));
	}

	/** Sends what is new, or waits; returns false after the last event. */
	private boolean poll() throws IOException, InterruptedException {
		if (this.client.isGone()) {
			throw new ClientGoneException();
		}
		try {
			switch (this.source.send(this.out)) {
				case SENT -> {
					return true;
				}
				case ENDED -> {
					return false;
				}
				case NOTHING -> {
				}
			}
		}
		catch (DataAccessException ex) {
			logger.debug("cannot read the events of {} now, trying again", this.source, ex);
		}
		pause();
		return true;
	}

	private void pause() throws IOException, InterruptedException {
		this.out.idle();
		synchronized (this) {
			if (!this.stopped) {
				wait(POLL.toMillis());
			}
		}
	}

	private synchronized boolean goesOn() {
		return !this.stopped;
	}

}
