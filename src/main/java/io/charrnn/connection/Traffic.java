package io.charrnn.connection;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes over a connection. Any thread may end a direction: whoever waits for the
 * client then wakes up, and fails as if it had waited for too long.
 */
final class Traffic {

	/** Of a channel that has no connection. */
	static final Traffic NONE = new Traffic(null);

	private static final Logger logger = LoggerFactory.getLogger(Traffic.class);

	private final @Nullable SocketChannel socket;

	private final AtomicLong bytes = new AtomicLong();

	private volatile boolean inputEnded;

	private volatile boolean outputEnded;

	Traffic(@Nullable SocketChannel socket) {
		this.socket = socket;
	}

	/** Bytes in both directions. */
	long bytes() {
		return this.bytes.get();
	}

	/**
	 * Counts what was read or written.
	 * @param count bytes, or -1 at the end of the stream
	 * @return the same
	 */
	int count(int count) {
		if (count > 0) {
			this.bytes.addAndGet(count);
		}
		return count;
	}

	void checkInput() throws SocketTimeoutException {
		if (this.inputEnded) {
			throw new SocketTimeoutException("the client sends too slowly");
		}
	}

	void checkOutput() throws SocketTimeoutException {
		if (this.outputEnded) {
			throw new SocketTimeoutException("the client reads too slowly");
		}
	}

	/** Takes nothing more from the client, who may still be answered. */
	void endInput() {
		if (this.socket == null) {
			return;
		}
		this.inputEnded = true;
		try {
			this.socket.shutdownInput();
		}
		catch (IOException ex) {
			logger.debug("a connection has closed before it was ended", ex);
		}
	}

	/** Sends nothing more, not even what the system still holds for the client. */
	void endOutput() {
		if (this.socket == null) {
			return;
		}
		this.outputEnded = true;
		try {
			this.socket.setOption(StandardSocketOptions.SO_LINGER, 0);
			this.socket.shutdownOutput();
		}
		catch (IOException ex) {
			logger.debug("a connection has closed before it was ended", ex);
		}
	}

}
