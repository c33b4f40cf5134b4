package io.charrnn.connection.body;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class BodyTests {

	private static final String TEXT = "to be, or not to be: that is the question\n";

	private static final String PURPOSE = """
			--b\r
			Content-Disposition: form-data; name="purpose"\r
			\r
			fine-tune\r
			""";

	private static final String FORM = """
			%s--b\r
			Content-Disposition: form-data; name="file"; filename="zipped.txt"\r
			\r
			%s\r
			--b--\r
			""";

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private JsonMapper json;

	@Test
	void decodesJson() throws Exception {
		post("/api/v1/models?name=zipped-json", "application/zip", null, archive(), 201);
		JsonNode answer = post("/api/v1/models/zipped-json/predictions", "application/json", "gzip",
				gzip("{\"text\": \"ab\"}"), 200);
		assertThat(answer.at("/predictions/0/characters/0/character").asString()).isEqualTo("c");
		post("/v1/completions", "application/json", "GZIP", gzip("{\"model\": \"zipped-json\", \"prompt\": \"ab\"}"),
				200);
	}

	@ParameterizedTest
	@CsvSource({ "/api/v1/corpora?name=a, text/plain, 201", "/api/v1/corpora, multipart/form-data; boundary=b, 201",
			"/v1/files, multipart/form-data; boundary=b, 200" })
	void decodesTexts(String path, String type, int status) throws Exception {
		String body = type.startsWith("multipart") ? FORM.formatted(path.startsWith("/v1") ? PURPOSE : "", TEXT) : TEXT;
		JsonNode stored = post(path, type, "gzip", gzip(body), status);
		assertThat(stored.get("bytes").asInt()).isEqualTo(TEXT.length());
	}

	@Test
	void decodesArchives() throws Exception {
		post("/api/v1/models?name=zipped-archive", "application/zip", "x-gzip", gzip(archive()), 201);
	}

	@Test
	void decodesOneGzipAfterAnother() throws Exception {
		ByteArrayOutputStream both = new ByteArrayOutputStream();
		both.write(gzip(TEXT));
		both.write(gzip(TEXT));
		JsonNode stored = post("/api/v1/corpora", "text/plain", "gzip", both.toByteArray(), 201);
		assertThat(stored.get("bytes").asInt()).isEqualTo(2 * TEXT.length());
	}

	@Test
	void takesIdentityForNoEncoding() throws Exception {
		post("/api/v1/corpora", "text/plain", "identity", bytes(TEXT), 201);
	}

	@ParameterizedTest
	@ValueSource(strings = { "br", "deflate", "zstd", "gzip, gzip", "compress" })
	void namesTheHeaderOfAnotherEncoding(String encoding) throws Exception {
		for (String path : new String[] { "/api/v1/corpora", "/api/v1/models?name=a", "/api/v1/training-jobs" }) {
			String type = path.endsWith("jobs") ? "application/json" : "application/octet-stream";
			JsonNode problem = post(path, type, encoding, bytes("{}"), 415);
			assertThat(problem.get("type").asString()).endsWith(":unsupported-content-encoding");
			assertThat(problem.get("detail").asString()).contains("Content-Encoding", "\"" + encoding + "\"", "gzip");
		}
	}

	@Test
	void saysWhatEncodingIsTaken() throws Exception {
		HttpResponse<String> response = send("/api/v1/corpora", "text/plain", "br", BodyPublishers.ofString(TEXT));
		assertThat(response.headers().firstValue("Accept-Encoding")).hasValue("gzip");
	}

	@Test
	void refusesWhatIsNoGzip() throws Exception {
		byte[] cut = Arrays.copyOf(gzip(TEXT), 30);
		for (byte[] body : new byte[][] { bytes(TEXT), cut, new byte[1] }) {
			JsonNode problem = post("/api/v1/corpora", "text/plain", "gzip", body, 400);
			assertThat(problem.get("type").asString()).endsWith(":malformed-encoding");
		}
		JsonNode form = post("/v1/files", "multipart/form-data; boundary=b", "gzip", bytes(FORM), 400);
		assertThat(form.at("/error/message").asString()).contains("Content-Encoding");
	}

	@Test
	void refusesWhatBecomesVeryMuchLarger() throws Exception {
		for (String path : new String[] { "/api/v1/corpora", "/api/v1/models?name=bomb" }) {
			JsonNode problem = post(path, "application/octet-stream", "gzip", gzip("a".repeat(20_000_000)), 413);
			assertThat(problem.get("detail").asString()).contains("Content-Encoding", "100 times");
		}
	}

	@Test
	void boundsWhatComesOutOfAnEncoding() throws Exception {
		String digits = new Random(1).ints(2_100_000, '0', '9')
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
		byte[] body = gzip("{\"text\": \"" + digits + "\"}");
		assertThat(body).hasSizeLessThan(2_000_000);
		JsonNode problem = post("/api/v1/training-jobs", "application/json", "gzip", body, 413);
		assertThat(problem.get("detail").asString()).contains("2,097,152 bytes");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void boundsJsonThatNeedsNotBeLong(boolean chunked) throws Exception {
		byte[] body = bytes("{\"text\": \"" + "a".repeat(2_100_000) + "\"}");
		BodyPublisher known = BodyPublishers.ofByteArray(body);
		HttpResponse<String> response = send("/api/v1/training-jobs", "application/json", null,
				chunked ? BodyPublishers.fromPublisher(known) : known);
		assertThat(response.statusCode()).isEqualTo(413);
		assertThat(response.body()).contains("2,097,152 bytes", "\"maxBytes\":2097152");
	}

	@Test
	void boundsTheTokensOfJson() throws Exception {
		String many = "\"a\",".repeat(250_000) + "\"a\"";
		JsonNode problem = post("/api/v1/training-jobs", "application/json", null, bytes("{\"stop\": [" + many + "]}"),
				413);
		assertThat(problem.get("detail").asString()).contains("250000");
	}

	private JsonNode post(String path, String type, @Nullable String encoding, byte[] body, int status)
			throws Exception {
		HttpResponse<String> response = send(path, type, encoding, BodyPublishers.ofByteArray(body));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		return this.json.readTree(response.body());
	}

	private HttpResponse<String> send(String path, String type, @Nullable String encoding, BodyPublisher body)
			throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.header("Content-Type", type)
			.POST(body);
		if (encoding != null) {
			request.header("Content-Encoding", encoding);
		}
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

	private static byte[] archive() {
		return Networks.archive(Networks.cycle("abc"));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] gzip(String text) throws IOException {
		return gzip(bytes(text));
	}

	private static byte[] gzip(byte[] bytes) throws IOException {
		ByteArrayOutputStream zipped = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
			out.write(bytes);
		}
		return zipped.toByteArray();
	}

}
