package io.charrnn.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;

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

	private static final String HEAP = "-Xmx128m";

	private static final String LINE = "\u00C9t\u00E9 \u4E2D\u6587 \uD83D\uDE00 e\u0301, and then the same again\n";

	private static final String NORMALISED = Normalizer.normalize(LINE, Normalizer.Form.NFC);

	private final HttpClient http = HttpClient.newHttpClient();

	@TempDir
	private Path folder;

	@Test
	void heapDoesNotBoundTexts() throws Exception {
		try (ServiceProcess service = ServiceProcess.start(this.folder, HEAP)) {
			long lines = 4_000_000;
			JsonNode corpus = ServiceProcess.body(upload(service, lines), 201);
			assertThat(corpus.get("bytes").longValue())
				.isEqualTo(lines * NORMALISED.getBytes(StandardCharsets.UTF_8).length)
				.isGreaterThan(170L << 20);
			assertThat(corpus.get("characters").longValue())
				.isEqualTo(lines * NORMALISED.codePointCount(0, NORMALISED.length()));
			String text = "/api/v1/corpora/" + corpus.get("id").asString() + "/text?characters=1000&from=";
			assertThat(service.get(text + (lines - 1) * NORMALISED.codePointCount(0, NORMALISED.length())).body())
				.isEqualTo(NORMALISED);
			assertThat(isRefused(service, (1L << 30) / Lines.UTF_8.length)).isTrue();
			Awaitility.await()
				.untilAsserted(() -> assertThat(this.folder.resolve("data").resolve("spool")).isEmptyDirectory());
			assertThat(ServiceProcess.body(service.get("/api/v1/corpora"), 200).get("items")).hasSize(1);
		}
	}

	/**
	 * Whether a text is too large. A client that goes on sending may find its connection
	 * reset before it has read the answer.
	 */
	private boolean isRefused(ServiceProcess service, long lines) throws Exception {
		try {
			return upload(service, lines).statusCode() == 413;
		}
		catch (IOException ex) {
			return true;
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
