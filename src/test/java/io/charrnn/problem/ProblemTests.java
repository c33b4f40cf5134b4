package io.charrnn.problem;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.charrnn.testing.RawHttp;
import io.charrnn.testing.ServiceTest;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.multipart.MultipartFile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.greaterThan;

@ServiceTest
@Import(ProblemTests.Endpoints.class)
@ExtendWith(OutputCaptureExtension.class)
class ProblemTests {

	@LocalServerPort
	private int port;

	@Autowired
	private JsonMapper json;

	@Autowired
	private Endpoints endpoints;

	@ParameterizedTest
	@CsvSource(delimiter = '>',
			textBlock = """
					GET /nothing HTTP/1.1                              > 404 unknown-path        > at this path
					POST /nothing HTTP/1.1                             > 404 unknown-path        > at this path
					GET /test/none/%D0%B0?x=y HTTP/1.1                 > 404 unknown-path        > at this path
					GET /a;b=c HTTP/1.1                                > 400 malformed-request   > ";"
					GET /error HTTP/1.1                                > 404 unknown-path        > at this path
					PROPFIND /nothing HTTP/1.1                         > 404 unknown-path        > at this path
					GET /test/items/x HTTP/1.1                         > 404 not-found           > the id "x"
					DELETE /test/json HTTP/1.1                         > 405 method-not-allowed  > does not support DELETE, but POST
					FOO /test/json HTTP/1.1                            > 405 method-not-allowed  > does not support FOO, but POST
					TRACE /test/json HTTP/1.1                          > 405 method-not-allowed  > does not support
					CONNECT /test/json HTTP/1.1                        > 400 malformed-request   > method
					GET /test/number?count=x HTTP/1.1                  > 400 invalid-parameter   > count must be a whole number, but is "x"
					GET /test/number?count=99999999999 HTTP/1.1        > 400 invalid-parameter   > count must be a whole number
					GET /test/number HTTP/1.1                          > 400 missing-parameter   > the parameter count
					GET /test/number?count= HTTP/1.1                   > 400 invalid-parameter   > count must be a whole number, but is ""
					GET /test/number?a=b&count=%zz HTTP/1.1            > 400 malformed-request   > a parameter is not percent-encoded UTF-8: "count=%zz"
					GET /test/number?count=%ff HTTP/1.1                > 400 malformed-request   > a parameter is not percent-encoded UTF-8: "count=%ff"
					GET /test/curve?curve=bent HTTP/1.1                > 400 invalid-parameter   > one of "straight", "sawTooth", but is "bent"
					GET /test/header HTTP/1.1                          > 400 malformed-request   > a header
					GET /test/a{b HTTP/1.1                             > 400 malformed-request   > its target has characters that must be percent-encoded: "/test/a{b"
					GET /test/%00 HTTP/1.1                             > 400 malformed-request   > its target
					GET /test/%2f HTTP/1.1                             > 400 malformed-request   > its target
					GET /test/%zz HTTP/1.1                             > 400 malformed-request   > its target "/test/%zz"
					GET /test/%c0%ae HTTP/1.1                          > 400 malformed-request   > its target
					GET /../x HTTP/1.1                                 > 400 malformed-request   > its target
					GET http://[x/ HTTP/1.1                            > 400 malformed-request   > its target
							GET / JUNK/1.1                                     > 400 malformed-request   > its request line does not end with a version of HTTP, but with "JUNK/1.1
					GET / HTTP/9.9                                     > 400 malformed-request   > version of HTTP
					GET / HTTP/1.1|Bad Header                          > 400 malformed-request   > a header is not a name with a colon and a value: "Bad Header"
					GET / HTTP/1.1|Content-Length: x                   > 400 malformed-request   > a header is wrong: Content-Length is "x"
					GET / HTTP/1.1|Content-Length: -1                  > 400 malformed-request   > a header is wrong: Content-Length is "-1"
					GET / HTTP/1.1|Content-Length: 1|Content-Length: 2 > 400 malformed-request   > a header occurs twice: Content-Length
					GET / HTTP/1.1|Host: other                         > 400 malformed-request   > a header occurs twice: Host
					POST / HTTP/1.0|Transfer-Encoding: chunked         > 400 malformed-request   > HTTP/1.0 has no Transfer-Encoding
					G{T / HTTP/1.1                                     > 400 malformed-request   > its request line does not start with a method, but with "G{T"
					POST / HTTP/1.1|Transfer-Encoding: foo             > 400 malformed-request   > Transfer-Encoding
					POST / HTTP/1.1|Expect: pigs                       > 417 expectation-failed  > Expect
					POST /test/json HTTP/1.1|Content-Type: nonsense    > 400 invalid-media-type > The Content-Type "nonsense" cannot be parsed
					POST /test/json HTTP/1.1|Content-Type: text/plain  > 415 unsupported-media-type > must not be text/plain; use application/json
					POST /test/json HTTP/1.1|Content-Type: application/yaml > 415 unsupported-media-type > application/json
					POST /test/json HTTP/1.1|Content-Type: application/json > 400 missing-body    > needs a body
					GET /test/text HTTP/1.1|Accept: image/png          > 406 not-acceptable      > text/plain
					GET /test/text HTTP/1.1|Accept: nonsense           > 406 not-acceptable      > text/plain
					POST /test/file HTTP/1.1                           > 400 malformed-multipart > multipart/form-data
					POST /test/file HTTP/1.1|Content-Type: multipart/form-data > 400 malformed-multipart > boundary
					POST /test/file HTTP/1.1|Content-Type: multipart/form-data; boundary=x > 400 missing-part > the part file
					GET /test/timeout HTTP/1.1                         > 503 unavailable         > Try again later
					GET /test/unavailable HTTP/1.1                     > 503 busy                > All slots are taken
					GET /test/unknown HTTP/1.1                         > 404 thing-not-found     > no thing
					GET /test/conflict HTTP/1.1                        > 409 wrong-state         > is running
					GET /test/translated HTTP/1.1                      > 422 odd                 > even ones only""")
	void tellsWhatIsWrong(String head, String problem, String detail) throws IOException {
		RawHttp response = RawHttp.send(this.port,
				head.replace('|', '\n') + "\nHost: localhost\nConnection: close\n\n");
		assertProblem(response, problem, detail);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>', textBlock = """
			-a              > Host is "-a"
			a:b             > Host is "a:b"
			[::1            > Host is "[::1"
			a b             > Host is "a b\"""")
	void saysWhichHostIsNone(String host, String detail) throws IOException {
		RawHttp response = RawHttp.send(this.port,
				"GET /api/v1/corpora HTTP/1.1\nHost: %s\nConnection: close\n\n".formatted(host));
		assertProblem(response, "400 malformed-request", detail);
	}

	@ParameterizedTest
	@ValueSource(strings = { "my_service.localhost", "my_service.localhost:8080", "_a_.b_c.localhost" })
	void takesHostsWithUnderscores(String host) throws IOException {
		RawHttp response = RawHttp.send(this.port,
				"GET /api/v1/corpora HTTP/1.1\nHost: %s\nConnection: close\n\n".formatted(host));
		assertThat(response.status()).as(response.body()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>', textBlock = """
			my_service:8080 > 403 foreign-host      > my_service
			my_-service:a   > 400 malformed-request > Host is "my_-service:a\"""")
	void tellsHostsWithUnderscoresApart(String host, String problem, String detail) throws IOException {
		RawHttp response = RawHttp.send(this.port,
				"GET /api/v1/corpora HTTP/1.1\nHost: %s\nConnection: close\n\n".formatted(host));
		assertProblem(response, problem, detail);
	}

	@Test
	void saysThatTheHostIsMissing() throws IOException {
		RawHttp response = RawHttp.send(this.port, "GET /api/v1/corpora HTTP/1.1\nConnection: close\n\n");
		assertProblem(response, "400 malformed-request", "a header is missing: Host");
	}

	@Test
	void saysThatTheFramingOfTheBodyIsBroken() throws IOException {
		RawHttp response = RawHttp.send(this.port, """
				POST /test/json HTTP/1.1
				Host: localhost
				Content-Type: application/json
				Transfer-Encoding: chunked
				Connection: close

				zz\r\n""");
		assertProblem(response, "400 malformed-request", "the framing of its body");
	}

	@ParameterizedTest
	@CsvSource({ "/v1//models, /v1/models", "//api/v1//corpora, /api/v1/corpora", "/v1/v1/models, /v1/models",
			"/v1/v1/v1/models, /v1/models", "/api/v1/api/v1/corpora, /api/v1/corpora", "/models, /v1/models",
			"/corpora, /api/v1/corpora", "/v1/corpora, /api/v1/corpora", "/api/v1/v1/corpora, /api/v1/corpora",
			"/v1/health, /health", "/api/v1/nothing, ''", "/test//text, /test/text" })
	void namesThePathThatWasMeant(String path, String near) throws IOException {
		RawHttp response = get("GET", path);
		assertThat(response.status()).as(response.body()).isEqualTo(404);
		JsonNode problem = this.json.readTree(unchunked(response));
		String detail = problem.has("error") ? problem.at("/error/message").asString()
				: problem.get("detail").asString();
		assertThat(detail)
			.isEqualTo("There is nothing at this path" + (near.isEmpty() ? "." : "; did you mean " + near + "?"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/v1/corpora/", "/v1/models/", "/api/v1/models/" })
	void aSlashAtTheEndChangesNothing(String path) throws IOException {
		RawHttp response = get("GET", path);
		assertThat(response.status()).as(response.body()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>', quoteCharacter = '`',
			textBlock = """
					{"count": }                                       > 400 malformed-json  > line 1, column 11: Unexpected character
					{"count": 1                                       > 400 malformed-json  > line 1, column 12: Unexpected end-of-input
					{"count": NaN}                                    > 400 malformed-json  > Non-standard token 'NaN'
					{"count": 01}                                     > 400 malformed-json  > Leading zeroes
					{'count': 1}                                      > 400 malformed-json  > Unexpected character
					{"count": 1,}                                     > 400 malformed-json  > Unexpected character
					{"count": 1} x                                    > 400 malformed-json  > not valid JSON
					{"count": 1} {}                                   > 400 malformed-json  > not valid JSON
					{"count": 1, "count": 2}                          > 400 malformed-json  > Duplicate
					{"cuont": 1}                                      > 400 unknown-field   > no field cuont; known: count, list, nested, text
					{"nested": {"size": 1, "fraction": 1, "a": 1}}    > 400 unknown-field   > no field nested.a; known: fraction, size
					{"count": "5"}                                    > 400 wrong-type      > count must be a whole number, but is a string
					{"count": 5.5}                                    > 400 wrong-type      > count must be a whole number, but is 5.5
					{"count": true}                                   > 400 wrong-type      > count must be a whole number, but is true or false
					{"count": {}}                                     > 400 wrong-type      > count must be a whole number, but is an object
					{"count": 99999999999}                            > 400 wrong-type      > count must be a whole number, but is out of range
					{"text": 5}                                       > 400 wrong-type      > text must be a string, but is 5
					{"text": "a\\ud800b"}                            > 400 wrong-type      > text must be a string, but has a lone surrogate
					{"text": []}                                      > 400 wrong-type      > text must be a string, but is an array
					{"nested": []}                                    > 400 wrong-type      > nested must be an object, but is an array
					{"nested": "x"}                                   > 400 wrong-type      > nested must be an object
					{"list": {}}                                      > 400 wrong-type      > list must be an array, but is an object
					{"list": [{"size": 1, "fraction": 1}, 7]}         > 400 wrong-type      > list[1] must be an object
					{"nested": {"size": 1}}                           > 400 wrong-type      > nested.fraction must be a number, but is missing or null
					{"nested": {"size": null, "fraction": 1}}         > 400 wrong-type      > nested.size must be a whole number, but is missing or null
					{"nested": {"size": 1, "fraction": "NaN"}}        > 400 wrong-type      > nested.fraction must be a number, but is a string
					{"nested": {"size": 1, "fraction": 1e999}}        > 400 wrong-type      > nested.fraction must be a number, but is "1e999"
					[]                                                > 400 wrong-type      > The body must be an object, but is an array
					"x"                                               > 400 wrong-type      > The body must be an object
					null                                              > 400 missing-body    > needs a body
					{"nested": {"size": -1, "fraction": 1}}           > 422 invalid-value   > nested is refused: size must be at least 0, but is -1
					{"nested": {"size": 7, "fraction": 1}}            > 409 seven           > not seven
					{"nested": {"size": 8, "fraction": 1}}            > 422 invalid-value   > nested has a value that is not allowed""")
	void tellsWhatIsWrongWithTheBody(String body, String problem, String detail) throws IOException {
		assertProblem(postJson(body), problem, detail);
	}

	@Test
	void showsNoMoreOfALongValueThanCanBeRead() throws IOException {
		RawHttp response = postJson("{\"nested\": {\"size\": 1, \"fraction\": \"%s\"}}".formatted("9".repeat(5000)));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body()).hasSizeLessThan(2000);
	}

	@Test
	void refusesJsonThatIsTooDeep() throws IOException {
		assertProblem(postJson("{\"x\": " + "[".repeat(10_000)), "413 too-large", "nesting depth");
	}

	@Test
	void refusesJsonThatIsNotUtf8() throws IOException {
		byte[] request = """
				POST /test/json HTTP/1.1\r
				Host: localhost\r
				Connection: close\r
				Content-Type: application/json\r
				Content-Length: 14\r
				\r
				{"text": "\u00FF"}
				""".getBytes(StandardCharsets.ISO_8859_1);
		assertProblem(RawHttp.send(this.port, request), "400 malformed-json", "Invalid UTF-8");
		assertProblem(RawHttp.send(this.port, request), "400 malformed-json", "iconv -f WINDOWS-1252 -t UTF-8");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x\r\n{}\r\n", "-1\r\n{}\r\n", "2\r\n{}xx", "ffffffffffffffffff\r\n" })
	void refusesBadChunks(String chunks) throws IOException {
		assertProblem(RawHttp.send(this.port, """
				POST /test/json HTTP/1.1
				Host: localhost
				Connection: close
				Content-Type: application/json
				Transfer-Encoding: chunked

				""" + chunks), "400 malformed-request", "framing");
	}

	@Test
	void doesNotMindManyLanguages() throws IOException {
		assertProblem(RawHttp.send(this.port, """
				GET /test/unknown HTTP/1.1
				Host: localhost
				Connection: close
				Accept-Language: %s

				""".formatted("de,".repeat(4000))), "404 thing-not-found", "no thing");
	}

	/** The JDK would keep each of them. */
	@Test
	void doesNotLookAtLanguages() throws IOException {
		assertThat(RawHttp.send(this.port, """
				GET /test/language HTTP/1.1
				Host: localhost
				Connection: close
				Accept-Language: tlh-AQ

				""").body()).doesNotContain("tlh");
	}

	@Test
	void refusesHeadersThatAreTooLarge() throws IOException {
		String head = "GET / HTTP/1.1\nHost: localhost\nConnection: close\n";
		assertProblem(RawHttp.send(this.port, head + "X: " + "x".repeat(20_000) + "\n\n"), "431 too-large", "headers");
		assertProblem(RawHttp.send(this.port, head + "X: x\n".repeat(150) + "\n"), "431 too-large", "headers");
	}

	@Test
	void refusesTargetsThatAreTooLong() throws IOException {
		assertProblem(get("GET", "/" + "x".repeat(20_000)), "414 too-large", "target");
		assertProblem(get("GET", "/?x=" + "x".repeat(20_000)), "414 too-large", "target");
	}

	@Test
	void saysWhatAStatusMeansWhereAHandlerDoesNot() throws IOException {
		assertProblem(get("GET", "/test/bare"), "404 unknown-path", "at this path");
		assertThat(get("HEAD", "/test/bare").body()).isEmpty();
	}

	@Test
	void keepsErrorsOutOfCaches() throws IOException {
		for (String path : new String[] { "/nothing", "/test/bare", "/test/conflict", "/test/%zz" }) {
			assertThat(get("GET", path).headers()).as(path).contains("cache-control: no-store");
		}
	}

	@Test
	void namesTheMethodsThatAreAllowed() throws IOException {
		assertThat(get("DELETE", "/test/json").headers()).contains("\r\nallow: post\r\n");
	}

	@Test
	void saysWhenToTryAgain() throws IOException {
		assertThat(get("GET", "/test/unavailable").headers()).contains("\r\nretry-after: 7\r\n");
	}

	@Test
	void givesMembersAndInstance() throws IOException {
		RawHttp response = get("GET", "/test/conflict");
		Map<?, ?> problem = this.json.readValue(unchunked(response), Map.class);
		assertThat(response.headers()).contains("x-request-id: " + problem.remove("requestId"));
		assertThat(problem).isEqualTo(Map.of("type", "urn:char-rnn:problem:wrong-state", "title", "Wrong state",
				"status", 409, "detail", "The job is running.", "instance", "/test/conflict", "state", "running"));
	}

	@Test
	void givesPlaceInJson() throws IOException {
		Map<?, ?> problem = this.json.readValue(unchunked(postJson("{\n \"count\": \"a\"}")), Map.class);
		assertThat(problem.get("field")).isEqualTo("count");
		assertThat(problem.get("expected")).isEqualTo("a whole number");
		assertThat(problem.get("line")).isEqualTo(2);
	}

	@Test
	void tellsNothingOfFailuresThatNobodyForesaw(CapturedOutput log) throws IOException {
		RawHttp response = get("GET", "/test/failure");
		assertProblem(response, "500 internal-error", "under the id");
		assertThat(response.body()).doesNotContain("secret", "java", "Exception");
		Object id = this.json.readValue(unchunked(response), Map.class).get("id");
		assertThat(log).contains("Unexpected failure " + id + " in GET /test/failure").contains("secret");
	}

	@Test
	void staysQuietWhenTheClientLeaves(CapturedOutput log) throws IOException {
		int finished = this.endpoints.finished.get();
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.getOutputStream().write("""
					POST /test/json HTTP/1.1\r
					Host: localhost\r
					Content-Type: application/json\r
					Content-Length: 100\r
					\r
					{""".getBytes(StandardCharsets.US_ASCII));
		}
		Awaitility.await().untilAtomic(this.endpoints.finished, greaterThan(finished));
		assertThat(log).doesNotContain("Unexpected failure", "EOFException", "ClientAbortException");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void letsClientFinishBodyThatIsRefused(boolean waitsForContinue) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.setSoTimeout(30_000);
			OutputStream out = socket.getOutputStream();
			int size = 2_000_000;
			out.write("""
					POST /test/json HTTP/1.1\r
					Host: localhost\r
					Connection: close\r
					Content-Type: application/json\r
					Content-Length: %d\r
					%s\r
					""".formatted(size, waitsForContinue ? "Expect: 100-continue\r\n" : "")
				.getBytes(StandardCharsets.US_ASCII));
			if (waitsForContinue) {
				String expected = "HTTP/1.1 100 \r\n\r\n";
				assertThat(socket.getInputStream().readNBytes(expected.length())).asString().isEqualTo(expected);
			}
			out.write(new byte[size]);
			assertProblem(RawHttp.read(socket.getInputStream()), "400 malformed-json", "line 1, column 1");
		}
	}

	@Test
	void takesFormAsBodyLikeAnyOther() throws IOException {
		assertThat(RawHttp.send(this.port, """
				POST /test/raw?name=n HTTP/1.1
				Host: localhost
				Connection: close
				Content-Type: application/x-www-form-urlencoded
				Content-Length: 12

				name=m&a=%zz""").body()).contains("n: name=m&a=%zz");
	}

	private RawHttp get(String method, String path) throws IOException {
		return RawHttp.send(this.port, method + " " + path + " HTTP/1.1\nHost: localhost\nConnection: close\n\n");
	}

	private RawHttp postJson(String body) throws IOException {
		return RawHttp.send(this.port, """
				POST /test/json HTTP/1.1
				Host: localhost
				Connection: close
				Content-Type: application/json
				Content-Length: %d

				%s""".formatted(body.length(), body));
	}

	private void assertProblem(RawHttp response, String problem, String detail) {
		String[] statusAndType = problem.split(" ", 2);
		assertThat(response.status()).as(response.body()).isEqualTo(Integer.parseInt(statusAndType[0]));
		assertThat(response.headers()).contains("\r\ncontent-type: application/problem+json");
		Map<?, ?> document = this.json.readValue(unchunked(response), Map.class);
		assertThat(document.get("status")).isEqualTo(response.status());
		assertThat(String.valueOf(document.get("type"))).startsWith("urn:char-rnn:problem:" + statusAndType[1]);
		assertThat(String.valueOf(document.get("detail"))).contains(detail)
			.endsWith(".")
			.doesNotContain("`", "jackson");
	}

	private static String unchunked(RawHttp response) {
		return response.body().substring(response.body().indexOf('{'), response.body().lastIndexOf('}') + 1);
	}

	@RestController
	@RequestMapping("/test")
	static class Endpoints {

		private final AtomicInteger finished = new AtomicInteger();

		@Bean
		Filter countingFilter() {
			return (request, response, chain) -> {
				try {
					chain.doFilter(request, response);
				}
				finally {
					this.finished.incrementAndGet();
				}
			};
		}

		/** No rule of the service names these. */
		@Bean
		@Order(0)
		SecurityFilterChain letIn(HttpSecurity http) {
			return http.securityMatcher("/test/**")
				.csrf(AbstractHttpConfigurer::disable)
				.headers(AbstractHttpConfigurer::disable)
				.build();
		}

		@PostMapping("/json")
		Values json(@RequestBody Values values) {
			return values;
		}

		@GetMapping(path = "/text", produces = "text/plain")
		String text() {
			return "text";
		}

		@GetMapping("/number")
		int number(@RequestParam int count) {
			return count;
		}

		@GetMapping("/curve")
		Curve curve(@RequestParam Curve curve) {
			return curve;
		}

		@PostMapping("/raw")
		String raw(@RequestParam String name, InputStream body) throws IOException {
			return name + ": " + new String(body.readAllBytes(), StandardCharsets.UTF_8);
		}

		@GetMapping("/unknown")
		String unknown() {
			throw new NotFoundException("thing-not-found", "There is no thing.");
		}

		@GetMapping("/conflict")
		String conflict() {
			throw new ConflictException("wrong-state", "The job is running.").with("state", "running");
		}

		@GetMapping("/translated")
		String translated() {
			throw new IllegalStateException(new ArithmeticException("odd"));
		}

		@Bean
		Translation translation() {
			return (failure) -> (failure instanceof ArithmeticException)
					? new UnprocessableException("odd", "I take even ones only.") : null;
		}

		@GetMapping("/header")
		String header(@RequestHeader("X-Needed") String value) {
			return value;
		}

		@GetMapping("/items/{id}")
		int item(@PathVariable int id) {
			return id;
		}

		@PostMapping("/file")
		long file(@RequestParam MultipartFile file) {
			return file.getSize();
		}

		@GetMapping("/timeout")
		DeferredResult<String> timeout() {
			return new DeferredResult<>(1L);
		}

		@GetMapping("/language")
		String language(HttpServletRequest request) {
			return Collections.list(request.getLocales()).toString();
		}

		@GetMapping("/bare")
		ResponseEntity<Void> bare() {
			return ResponseEntity.notFound().build();
		}

		@GetMapping("/failure")
		String failure() {
			throw new IllegalStateException("secret");
		}

		@GetMapping("/unavailable")
		String unavailable() {
			throw new UnavailableException("busy", "All slots are taken.", Duration.ofSeconds(7));
		}

	}

	enum Curve {

		STRAIGHT, SAW_TOOTH

	}

	record Values(@Nullable Integer count, @Nullable String text, @Nullable Nested nested,
			@Nullable List<Nested> list) {

	}

	record Nested(int size, double fraction) {

		Nested {
			if (size < 0) {
				throw new IllegalArgumentException("size must be at least 0, but is " + size);
			}
			if (size == 7) {
				throw new ConflictException("seven", "It is not seven.");
			}
			if (size == 8) {
				Integer.parseInt("secret");
			}
		}

	}

}
