package io.charrnn.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.concurrent.CompletableFuture;

import io.charrnn.testing.RawHttp;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service with a small heap takes texts that are larger than it, and refuses the rest.
 */
@Timeout(300)
class LargeCorpusIT {

	private static final long HEAP = 128 << 20;

	private static final long MOST = 140 << 20;

	private static final String LINE = "\u00C9t\u00E9 \u4E2D\u6587 \uD83D\uDE00 e\u0301, and then the same again\n";

	private static final String NORMALIZED = Normalizer.normalize(LINE, Normalizer.Form.NFC);

	private final HttpClient http = HttpClient.newHttpClient();

	@TempDir
	private Path folder;

	@Test
	void heapDoesNotBoundTexts() throws Exception {
		try (ServiceProcess service = ServiceProcess.start(this.folder, "-Xmx" + HEAP,
				"-Dcharrnn.corpus.max-size=" + MOST + "B")) {
			long lines = 3_000_000;
			JsonNode corpus = ServiceProcess.body(upload(service, lines), 201);
			assertThat(corpus.get("bytes").longValue())
				.isEqualTo(lines * NORMALIZED.getBytes(StandardCharsets.UTF_8).length)
				.isBetween(HEAP + 1, MOST);
			assertThat(corpus.get("characters").longValue())
				.isEqualTo(lines * NORMALIZED.codePointCount(0, NORMALIZED.length()));
			String text = "/api/v1/corpora/" + corpus.get("id").asString() + "/text?characters=1000&from=";
			assertThat(service.get(text + (lines - 1) * NORMALIZED.codePointCount(0, NORMALIZED.length())).body())
				.isEqualTo(NORMALIZED);
			RawHttp refused = uploadWhileReading(service, 2 * MOST / Lines.UTF_8.length);
			assertThat(refused.status()).isEqualTo(413);
			assertThat(refused.body()).contains("larger than the maximum of 146,800,640 bytes", "\"maxBytes\":" + MOST);
			Awaitility.await()
				.untilAsserted(() -> assertThat(this.folder.resolve("data").resolve("spool")).isEmptyDirectory());
			assertThat(ServiceProcess.body(service.get("/api/v1/corpora"), 200).get("items")).hasSize(1);
		}
	}

	/** Reads the answer as soon as it comes, and so before the connection is reset. */
	private static RawHttp uploadWhileReading(ServiceProcess service, long lines) throws Exception {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.uri().getPort())) {
			CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(socket, lines));
			RawHttp answer = RawHttp.readWhileSending(socket.getInputStream());
			socket.close();
			sending.join();
			return answer;
		}
	}

	/** Until nobody takes more. */
	private static void send(Socket socket, long lines) {
		try (InputStream text = new Lines(lines)) {
			OutputStream out = socket.getOutputStream();
			out.write(
					"POST /api/v1/corpora HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
						.getBytes(StandardCharsets.UTF_8));
			byte[] chunk = new byte[1 << 16];
			for (int read = text.read(chunk, 0, chunk.length); read > 0; read = text.read(chunk, 0, chunk.length)) {
				out.write("%x\r\n".formatted(read).getBytes(StandardCharsets.UTF_8));
				out.write(chunk, 0, read);
				out.write("\r\n".getBytes(StandardCharsets.UTF_8));
			}
			throw new IllegalStateException("all of the text was taken");
		}
		catch (IOException ex) {
			assertThat(socket.isClosed() || ex instanceof SocketException).isTrue();
		}
	}

	private HttpResponse<String> upload(ServiceProcess service, long lines) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(service.uri().resolve("/api/v1/corpora"))
			.POST(BodyPublishers.ofInputStream(() -> new Lines(lines)))
			.build();
		return this.http.send(request, BodyHandlers.ofString());
	}

	/** The same line again and again. */
	private static final class Lines extends InputStream {

		private static final byte[] UTF_8 = LINE.getBytes(StandardCharsets.UTF_8);

		private final long bytes;

		private long position;

		Lines(long lines) {
			this.bytes = lines * UTF_8.length;
		}

		@Override
		public int read() {
			return (this.position < this.bytes) ? UTF_8[(int) (this.position++ % UTF_8.length)] & 0xFF : -1;
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			if (this.position == this.bytes) {
				return -1;
			}
			int read = (int) Math.min(length, this.bytes - this.position);
			for (int place = offset; place < offset + read; place++) {
				target[place] = UTF_8[(int) (this.position++ % UTF_8.length)];
			}
			return read;
		}

	}

}
