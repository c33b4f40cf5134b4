package io.charrnn.bench.serving;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A kept-alive HTTP connection that costs its own process as little as possible. */
final class Connection implements AutoCloseable {

	private final Socket socket;

	private final InputStream in;

	private final String head;

	/**
	 * Connects.
	 * @param accept which kind of answer is wanted
	 */
	Connection(int port, String path, String accept) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setTcpNoDelay(true);
		this.in = new BufferedInputStream(this.socket.getInputStream(), 1 << 16);
		this.head = "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAccept: %s\r\nContent-Length: "
			.formatted(path, accept);
	}

	/**
	 * Sends a request.
	 * @param body JSON, ASCII characters
	 */
	void send(String body) throws IOException {
		this.socket.getOutputStream()
			.write((this.head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
	}

	/** Reads the head of the answer; returns the length of its body, or -1 for chunks. */
	int readHead() throws IOException {
		String status = line();
		if (!status.startsWith("HTTP/1.1 200")) {
			throw new IOException(status);
		}
		int length = -1;
		for (String line = line(); !line.isEmpty(); line = line()) {
			if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
				length = Integer.parseInt(line.substring(15).trim());
			}
		}
		return length;
	}

	/** Reads a chunk; empty after the last one. */
	String readChunk() throws IOException {
		int length = Integer.parseInt(line(), 16);
		String chunk = new String(this.in.readNBytes(length), StandardCharsets.UTF_8);
		line();
		return chunk;
	}

	/** Reads a whole answer. */
	String read() throws IOException {
		int length = readHead();
		if (length >= 0) {
			return new String(this.in.readNBytes(length), StandardCharsets.UTF_8);
		}
		StringBuilder body = new StringBuilder();
		for (String chunk = readChunk(); !chunk.isEmpty(); chunk = readChunk()) {
			body.append(chunk);
		}
		return body.toString();
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int value = this.in.read(); value != '\n'; value = this.in.read()) {
			if (value < 0) {
				throw new IOException("the connection was closed");
			}
			if (value != '\r') {
				line.append((char) value);
			}
		}
		return line.toString();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
