package io.charrnn.bench.serving;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** What clients do that should not. */
enum Misbehaviour {

	/** Closes the connection while a long answer is computed. */
	VANISH {

		@Override
		void act(Socket socket, String model, Random random) throws IOException, InterruptedException {
			send(socket, generation(model, random.nextBoolean()));
			Thread.sleep(random.nextInt(500));
		}

	},

	/** Closes the connection in the middle of what it sends. */
	BREAK_OFF {

		@Override
		void act(Socket socket, String model, Random random) throws IOException {
			String request = generation(model, random.nextBoolean());
			send(socket, request.substring(0, random.nextInt(request.length())));
		}

	},

	/** Asks for a long stream and reads nothing of it. */
	NEVER_READ {

		@Override
		void act(Socket socket, String model, Random random) throws IOException, InterruptedException {
			send(socket, generation(model, true));
			Thread.sleep(30_000);
		}

	},

	/** Sends what is no request, or makes no sense. */
	RUBBISH {

		@Override
		void act(Socket socket, String model, Random random) throws IOException {
			byte[] bytes = new byte[random.nextInt(2000)];
			random.nextBytes(bytes);
			String rubbish = new String(bytes, StandardCharsets.ISO_8859_1);
			String path = "/api/v1/models/%s/generations".formatted(random.nextBoolean() ? model : "absent");
			switch (random.nextInt(4)) {
				case 0 -> socket.getOutputStream().write(bytes);
				case 1 -> send(socket, post(path, rubbish));
				case 2 -> send(socket, post(path, "{\"maxCharacters\": %d, \"prompt\": \"%s\"}"
					.formatted(random.nextLong(), rubbish.replaceAll("[^0-9a-z]", ""))));
				default -> send(socket, "GET /%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
					.formatted(rubbish.replaceAll("[^ -~]", "")));
			}
			socket.shutdownOutput();
		}

	};

	private static final int PATIENCE_MILLIS = 10_000;

	abstract void act(Socket socket, String model, Random random) throws IOException, InterruptedException;

	/**
	 * Misbehaves once.
	 * @return the status that the service answered with; 0 if there was no answer
	 */
	int once(int port, String model, Random random) throws IOException, InterruptedException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(PATIENCE_MILLIS);
			act(socket, model, random);
			return (this == RUBBISH) ? status(socket.getInputStream()) : 0;
		}
		catch (SocketException | SocketTimeoutException ex) {
			return 0;
		}
	}

	private static int status(InputStream in) throws IOException {
		String head = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
		return head.matches("HTTP/1.1 \\d{3}") ? Integer.parseInt(head.substring(9)) : 0;
	}

	private static String generation(String model, boolean stream) {
		return post("/api/v1/models/%s/generations".formatted(model),
				"{\"maxCharacters\": 100000, \"n\": 4, \"stream\": %s}".formatted(stream));
	}

	private static String post(String path, String body) {
		return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
			.formatted(path, body.length(), body);
	}

	private static void send(Socket socket, String request) throws IOException {
		socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
	}

}
