package io.charrnn.connection;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;

import io.charrnn.testing.DrippingClient;
import io.charrnn.testing.RawHttp;
import io.charrnn.testing.ServiceTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever a client sends or reads too slowly, its connection ends. */
@ServiceTest
@TestPropertySource(properties = { "charrnn.access.keys=required", "charrnn.access.admin-key=" + SlowClientTests.ADMIN,
		"charrnn.connection.min-rate=1MB", "charrnn.connection.grace=500ms", "charrnn.connection.head-time=500ms",
		"charrnn.connection.drain-time=500ms" })
class SlowClientTests {

	static final String ADMIN = "an admin key from the settings";

	/** More than the system would hold for a client that does not read. */
	private static final int LONG = 20_000_000;

	/** What it would hold, but is not let. */
	private static final int SHORT = 1_000_000;

	/** The beginning of a file whose name goes on. */
	private static final String GZIP = "\u001f\u008b\b\b\0\0\0\0\0\3";

	@LocalServerPort
	private int port;

	@Autowired
	private JsonMapper json;

	@ParameterizedTest
	@ValueSource(strings = { "G", "GET / HTTP/1.1\nHost: a\nX-A: a", "GET / HTTP/1.1\nHost: a\n\nGET / HTTP/1.1\nX: " })
	void endsHeadsThatDrip(String begin) throws IOException {
		try (DrippingClient client = new DrippingClient(this.port, begin).drip("a", 50)) {
			assertThat(endOf(client)).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			POST /api/v1/corpora            | text/plain                      | Content-Length: 1000000    | ''
			POST /api/v1/corpora            | text/plain                      | Transfer-Encoding: chunked | ''
			POST /api/v1/corpora            | multipart/form-data; boundary=b | Content-Length: 1000000    | form
			POST /api/v1/models?name=a      | application/zip                 | Content-Length: 1000000    | ''
			POST /v1/files                  | multipart/form-data; boundary=b | Transfer-Encoding: chunked | form
			POST /api/v1/training-jobs      | application/json                | Content-Length: 1000000    | '"'
			POST /v1/completions            | application/json                | Transfer-Encoding: chunked | '"'
			POST /api/v1/corpora            | text/plain | Content-Length: 1000000\\nContent-Encoding: gzip | gzip""")
	void endsBodiesThatDrip(String request, String type, String length, String begin) throws IOException {
		boolean chunked = length.startsWith("Transfer");
		String first = begin.equals("form")
				? "--b\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\n\n".replace("\n", "\r\n")
				: begin.equals("gzip") ? GZIP : begin;
		String head = head(request, ADMIN, "Content-Type: " + type + "\n" + length.replace("\\n", "\n"));
		try (DrippingClient client = new DrippingClient(this.port, head)) {
			client.send(chunked && !first.isEmpty() ? Integer.toHexString(first.length()) + "\r\n" + first + "\r\n"
					: first);
			RawHttp answer = client.drip(chunked ? "1\r\na\r\n" : "a", 50).answer();
			assertThat(answer.status()).as(answer.body()).isEqualTo(408);
			assertThat(answer.body()).contains("not arrive in time");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					POST /api/v1/corpora       | nobody's                       | text/plain | Content-Length: 2000000000 | 401
					POST /api/v1/corpora       | nobody's                       | text/plain | Transfer-Encoding: chunked | 401
					POST /nothing              | an admin key from the settings | text/plain | Content-Length: 1000000    | 404
					POST /api/v1/corpora/a     | an admin key from the settings | text/plain | Content-Length: 1000000    | 405
					POST /api/v1/training-jobs | an admin key from the settings | text/plain | Content-Length: 1000000    | 415
					POST /api/v1/training-jobs | an admin key from the settings | application/json | Content-Length: 9000000 | 413
					POST /api/v1/models        | an admin key from the settings | application/zip | Content-Length: 1000000 | 400
					GET /actuator/health/liveness | nobody's                    | text/plain | Content-Length: 1000000    | 200""")
	void closesConnectionsOfRefusedBodiesThatGoOn(String request, String key, String type, String length, int status)
			throws IOException {
		String head = head(request, key, "Content-Type: " + type + "\n" + length);
		String more = length.startsWith("Transfer") ? "1\r\na\r\n" : "a";
		try (DrippingClient client = new DrippingClient(this.port, head).drip(more, 50)) {
			assertThat(client.answer().status()).isEqualTo(status);
		}
	}

	@Test
	void takesNoMoreThanALittleOfARefusedBody() throws IOException {
		String head = head("POST /api/v1/corpora", "nobody's", "Content-Length: 2000000000");
		try (DrippingClient client = new DrippingClient(this.port, head)) {
			String megabyte = "a".repeat(1 << 20);
			Awaitility.await().pollInterval(Duration.ZERO).until(() -> isRefused(client, megabyte));
		}
	}

	private static boolean isRefused(DrippingClient client, String text) {
		try {
			client.send(text);
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MAX_VALUE, 50 })
	void endsAnswersThatAreReadTooSlowly(long everyMillis) throws Exception {
		String id = corpus(LONG);
		String key = keyForOneRequestAtATime();
		try (DrippingClient client = new DrippingClient(this.port,
				head("GET /v1/files/" + id + "/content", key, "X-A: a"))) {
			assertThat(client.in().read()).isPositive();
			assertThat(models(key)).isEqualTo(429);
			Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> {
				if (everyMillis < Long.MAX_VALUE) {
					readALittle(client);
				}
				return models(key) == 200;
			});
		}
	}

	@Test
	void readsLittleAheadForThoseWhoDoNotRead() throws Exception {
		String key = keyForOneRequestAtATime();
		String request = head("GET /v1/files/" + corpus(SHORT) + "/content", key, "X-A: a");
		try (DrippingClient client = new DrippingClient(this.port, request)) {
			assertThat(client.in().read()).isPositive();
			Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> models(key) == 200);
			assertThat(rest(client)).as("what was on its way when the answer ended").isLessThan(SHORT / 2);
		}
	}

	/** Bytes up to the end, however the connection ends. */
	private static int rest(DrippingClient client) {
		int count = 0;
		try {
			while (client.in().read() != -1) {
				count++;
			}
		}
		catch (IOException ex) {
			assertThat(ex).hasMessageContaining("reset");
		}
		return count;
	}

	@Test
	void endsConnectionsOnWhichNoAnswerIsRead() throws Exception {
		String key = keyForOneRequestAtATime();
		String request = head("GET /api/v1/corpora/" + corpus(LONG) + "/text?characters=100000", key, "X-A: a");
		try (DrippingClient client = new DrippingClient(this.port, request)) {
			String more = request.replace("\n", "\r\n").repeat(20);
			Awaitility.await().pollInterval(Duration.ZERO).until(() -> isRefused(client, more));
			assertThat(models(key)).isEqualTo(200);
		}
	}

	private static void readALittle(DrippingClient client) throws IOException {
		try {
			client.in().readNBytes(500);
		}
		catch (SocketException ex) {
			// The connection has ended, and the next request will tell.
			assertThat(ex).hasMessageContaining("reset");
		}
	}

	private String corpus(int length) throws IOException {
		String text = "to be, or not to be\n".repeat(length / 20);
		RawHttp upload = RawHttp.send(this.port,
				head("POST /api/v1/corpora", ADMIN, "Connection: close\nContent-Length: " + text.length()) + text);
		return this.json.readTree(object(upload)).get("id").asString();
	}

	private String keyForOneRequestAtATime() throws IOException {
		String body = "{\"name\": \"a\", \"scopes\": [\"read\", \"train\"], \"concurrentRequests\": 1}";
		RawHttp key = RawHttp
			.send(this.port,
					head("POST /api/v1/keys", ADMIN,
							"Connection: close\nContent-Type: application/json\nContent-Length: " + body.length())
							+ body);
		return this.json.readTree(object(key)).get("key").asString();
	}

	private static String object(RawHttp response) {
		return response.body().substring(response.body().indexOf('{'), response.body().lastIndexOf('}') + 1);
	}

	private int models(String key) throws IOException {
		return RawHttp.send(this.port, head("GET /api/v1/models", key, "Connection: close")).status();
	}

	private static String head(String request, String key, String headers) {
		return "%s HTTP/1.1\nHost: localhost\nX-API-Key: %s\n%s\n\n".formatted(request, key, headers);
	}

	/** Whether the server closes the connection. */
	private static boolean endOf(DrippingClient client) throws IOException {
		try {
			client.in().readAllBytes();
			return true;
		}
		catch (SocketException ex) {
			return true;
		}
	}

}
