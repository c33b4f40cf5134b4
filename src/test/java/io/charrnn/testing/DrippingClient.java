package io.charrnn.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A client that sends a little again and again, for as long as the server lets it. */
public final class DrippingClient implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 30_000;

	/** Of what the system keeps for a client that does not read. */
	private static final int RECEIVE_BUFFER_SIZE = 4096;

	private final Socket socket = new Socket();

	private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

	/**
	 * Connects and sends something at once.
	 * @param port of the server on this machine
	 * @param begin what is sent; LF stands for CR LF
	 */
	public DrippingClient(int port, String begin) throws IOException {
		this.socket.setReceiveBufferSize(RECEIVE_BUFFER_SIZE);
		this.socket.setSoTimeout(TIMEOUT_MILLIS);
		this.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		send(begin.replace("\n", "\r\n"));
	}

	/** Goes on with the same text every so many milliseconds. */
	public DrippingClient drip(String text, long everyMillis) {
		this.clock.scheduleWithFixedDelay(() -> dripOnce(text), everyMillis, everyMillis, TimeUnit.MILLISECONDS);
		return this;
	}

	private void dripOnce(String text) {
		try {
			send(text);
		}
		catch (IOException ex) {
			// The server takes no more, which is what it is asked for.
			this.clock.shutdown();
		}
	}

	/** Sends something, a byte a character. */
	public void send(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	/** What comes back. */
	public InputStream in() throws IOException {
		return this.socket.getInputStream();
	}

	/** The answer, when the server has closed the connection. */
	public RawHttp answer() throws IOException {
		return RawHttp.read(in());
	}

	@Override
	public void close() throws IOException {
		this.clock.shutdownNow();
		this.socket.close();
	}

}
