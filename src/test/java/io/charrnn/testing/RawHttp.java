package io.charrnn.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Sends bytes that no HTTP client would and reads what comes back.
 *
 * @param status of the response
 * @param headers as they came, names in lower case
 * @param body of the response
 */
public record RawHttp(int status, String headers, String body) {

	private static final int TIMEOUT_MILLIS = 30_000;

	/**
	 * Sends a request on a connection of its own and reads until the server closes it.
	 * @param port of the server on this machine
	 * @param request as it goes over the wire; LF stands for CR LF in its head
	 */
	public static RawHttp send(int port, String request) throws IOException {
		int end = request.indexOf("\n\n");
		String head = (end < 0) ? request : request.substring(0, end + 2);
		String body = (end < 0) ? "" : request.substring(end + 2);
		return send(port, (head.replace("\n", "\r\n") + body).getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Sends a request on a connection of its own and reads until the server closes it.
	 * @param port of the server on this machine
	 * @param request as it goes over the wire
	 */
	public static RawHttp send(int port, byte[] request) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.getOutputStream().write(request);
			socket.getOutputStream().flush();
			return read(socket.getInputStream());
		}
	}

	/**
	 * Reads a response until the end of the stream, even if that is the server's refusal
	 * of what is still being sent to it.
	 */
	public static RawHttp readWhileSending(InputStream in) throws IOException {
		ByteArrayOutputStream received = new ByteArrayOutputStream();
		byte[] some = new byte[1 << 13];
		try {
			for (int read = in.read(some); read >= 0; read = in.read(some)) {
				received.write(some, 0, read);
			}
		}
		catch (SocketException ex) {
			// All that was sent before is there.
		}
		return read(new ByteArrayInputStream(received.toByteArray()));
	}

	/** Reads a response until the end of the stream. */
	public static RawHttp read(InputStream in) throws IOException {
		ByteArrayOutputStream received = new ByteArrayOutputStream();
		in.transferTo(received);
		String response = received.toString(StandardCharsets.UTF_8);
		int end = response.indexOf("\r\n\r\n");
		if (end < 0) {
			throw new IOException("no response, but: " + response);
		}
		String head = response.substring(0, end);
		return new RawHttp(Integer.parseInt(head.split(" ")[1]), head.toLowerCase(Locale.ROOT),
				response.substring(end + 4));
	}

}
