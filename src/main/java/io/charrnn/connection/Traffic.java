package io.charrnn.connection;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

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

	private static final int DROPPED_BYTES = 16384;

	private static final int PAUSES = 20;

	private static final long PAUSE_NANOSECONDS = 50_000_000;

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

	/**
	 * Lets a client that is still sending read its answer, before the connection is
	 * closed: that would reset it, as there are bytes that nobody has read. The client
	 * sees the end of the answer, and has as long as the pauses take altogether to close
	 * first.
	 */
	void linger() {
		if (this.socket == null || this.inputEnded || this.outputEnded) {
			return;
		}
		ByteBuffer dropped = ByteBuffer.allocate(DROPPED_BYTES);
		try {
			this.socket.shutdownOutput();
			for (int pause = 0; pause < PAUSES && this.socket.read(dropped.clear()) >= 0; pause++) {
				LockSupport.parkNanos(PAUSE_NANOSECONDS);
			}
		}
		catch (IOException ex) {
			logger.debug("a client has closed its connection first", ex);
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
