package io.charrnn.corpus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import io.charrnn.model.Alphabet;
import io.charrnn.problem.ConflictException;
import io.charrnn.problem.NotFoundException;
import io.charrnn.testing.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@CorpusTest
class CorpusApiTests {

	private static final String TEXT = "To be, or not to be: that is the question.\n".repeat(10);

	private static final String CORPORA = "/api/v1/corpora";

	private static final int MAX_SIZE = 12 << 20;

	private final HttpClient http = HttpClient.newHttpClient();

	@Autowired
	private JsonMapper json;

	@Autowired
	private Corpora corpora;

	@Autowired
	private HeldCorpora held;

	@Autowired
	private JdbcClient jdbc;

	@LocalServerPort
	private int port;

	@Value("${charrnn.data-directory}/spool")
	private Path spool;

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "text/plain; charset=utf-8", "application/x-www-form-urlencoded",
			"application/octet-stream", "application/json", "text/markdown", "" })
	void takesTextWhateverItIsCalled(String contentType) throws Exception {
		String text = "name=other&sample=own-source&%zz+ " + TEXT;
		HttpResponse<String> response = post("?name=Hamlet%20%C3%A9", BodyPublishers.ofString(text), contentType);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
		Map<String, Object> corpus = read(response);
		assertThat(corpus.keySet()).containsExactly("id", "name", "sha256", "bytes", "characters", "alphabetSize",
				"createdAt", "documents", "lines", "documentLengths", "labels", "reading", "alphabet", "notes");
		assertThat(corpus).containsEntry("name", "Hamlet \u00E9")
			.containsEntry("bytes", text.length())
			.containsEntry("characters", text.length())
			.containsEntry("alphabetSize", Alphabet.of(text).size())
			.containsEntry("sha256", sha256(text));
		String location = response.headers().firstValue("Location").orElseThrow();
		assertThat(location).endsWith(CORPORA + "/" + corpus.get("id"));
		assertThat(read(get(CORPORA + "/" + corpus.get("id")))).isEqualTo(corpus);
		assertThat(get(CORPORA + "/" + corpus.get("id") + "/text?characters=1000000").body()).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					''               | one\\r\\ntwo\\r\\n three four five | one\\ntwo\\n three four five     | 3 | converted to LF: 2 CR LF, 0 CR, 0 LF.
					''               | one\\rtwo\\rthree four five six   | one\\ntwo\\nthree four five six   | 3 | converted to LF: 0 CR LF, 2 CR, 0 LF.
					?lineEndings=auto | one\\r\\ntwo\\nthree four five six | one\\r\\ntwo\\nthree four five six | 3 | were not changed: 1 CR LF, 0 CR, 1 LF. lineEndings=lf
					?lineEndings=keep | one\\r\\ntwo\\r\\nthree four five six | one\\r\\ntwo\\r\\nthree four five six | 3 | were not changed: 2 CR LF, 0 CR, 0 LF.
					?lineEndings=lf  | one\\r\\ntwo\\nthree\\rfour five six | one\\ntwo\\nthree\\nfour five six | 4 | converted to LF: 1 CR LF, 1 CR, 1 LF.
					''               | one\\ntwo\\nthree four five six    | one\\ntwo\\nthree four five six    | 3 | ''""")
	void makesLineEndsLf(String query, String text, String stored, int lines, String note) throws Exception {
		Map<String, Object> corpus = read(post(query, BodyPublishers.ofString(lined(text)), "text/plain"));
		assertThat(get(CORPORA + "/" + corpus.get("id") + "/text").body()).isEqualTo(lined(stored));
		assertThat(corpus).containsEntry("lines", lines).containsEntry("sha256", sha256(lined(stored)));
		assertThat(String.valueOf(corpus.get("notes"))).contains(note).matches(note.isEmpty() ? "\\[]" : ".*");
	}

	private static String lined(String text) {
		return text.replace("\\r", "\r").replace("\\n", "\n");
	}

	@Test
	void refusesLineEndingsThatThereAreNot() throws Exception {
		HttpResponse<String> response = post("?lineEndings=crlf", BodyPublishers.ofString(TEXT), "text/plain");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("lineEndings must be one of", "auto", "keep", "lf", "crlf");
	}

	@Test
	@SuppressWarnings("unchecked")
	void showsEachCharacterWithItsCount() throws Exception {
		String text = "a stray \u0000 and a bell \u0007\u0007 and \uFFFD\n";
		Map<String, Object> corpus = read(post("", BodyPublishers.ofString(text), "text/plain"));
		List<Map<String, Object>> alphabet = (List<Map<String, Object>>) Objects.requireNonNull(corpus.get("alphabet"));
		assertThat(alphabet.get(0))
			.isEqualTo(Map.of("character", "\u0000", "codePoint", "U+0000", "name", "NULL", "count", 1));
		assertThat(alphabet).hasSize((int) text.codePoints().distinct().count())
			.allSatisfy((one) -> assertThat(((Number) Objects.requireNonNull(one.get("count"))).longValue()).isEqualTo(
					text.codePoints().filter((code) -> Character.toString(code).equals(one.get("character"))).count()));
		assertThat((List<String>) corpus.get("notes")).containsExactly(
				"The text has U+0000 NULL 1 time, which the network learns like any other character.",
				"The text has U+0007 BEL 2 times, which the network learns like any other character.",
				"The text has U+FFFD REPLACEMENT CHARACTER 1 time, which the network learns like any other character.");
		assertThat(get(CORPORA).body()).doesNotContain("\"alphabet\"");
	}

	@Test
	void leavesByteOrderMarksOfJoinedFilesOut() throws Exception {
		String joined = "\uFEFFthe first file\n\uFEFFthe second file\n\uFEFFthe third";
		Map<String, Object> corpus = read(post("", BodyPublishers.ofString(joined), "text/plain"));
		assertThat(corpus).containsEntry("sha256", sha256(joined.replace("\uFEFF", "")))
			.containsEntry("notes", List.of("2 byte order marks inside the text were removed."));
		Map<String, Object> kept = read(post("?normalization=none", BodyPublishers.ofString(joined), "text/plain"));
		assertThat(kept).containsEntry("sha256", sha256(joined.substring(1)));
		assertThat(String.valueOf(kept.get("notes"))).contains("U+FEFF");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			text/plain        | {"text": "a poem"}                         | true
			application/jsonl | {"text": "a poem"}                         | false
			text/plain        | static int of(int i) { return map.get(i); } | false
			""")
	void notesThatJsonLinesWereUploadedAsPlainText(String type, String line, boolean noted) throws Exception {
		Map<String, Object> corpus = read(post("", BodyPublishers.ofString((line + "\n").repeat(5)), type));
		assertThat(String.valueOf(corpus.get("notes")).contains("application/jsonl")).isEqualTo(noted);
	}

	@Test
	void showsWhatWasNotCountedAsNull() throws Exception {
		Object id = read(post("", BodyPublishers.ofString(TEXT), "text/plain")).get("id");
		this.jdbc.sql(
				"UPDATE corpus SET character_counts = NULL, lines = NULL, line_endings = NULL, lf_found = NULL WHERE id = ?")
			.param(id)
			.update();
		Map<String, Object> corpus = read(get(CORPORA + "/" + id));
		assertThat(corpus).containsEntry("lines", null)
			.containsEntry("reading", null)
			.containsEntry("notes", List.of());
		assertThat(String.valueOf(corpus.get("alphabet"))).contains("count=null");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE" })
	void refusesWideEncodingsWithTheCure(String encoding) throws Exception {
		for (String text : new String[] { TEXT, "Все счастливые семьи похожи. ".repeat(10) }) {
			HttpResponse<String> response = post("", stream(text.getBytes(Charset.forName(encoding))), "text/plain");
			assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
			assertThat(response.body()).contains(":invalid-utf8", "\"offset\":0", "\"encoding\"",
					"iconv -f " + (encoding.equals("UTF-16") ? "UTF-16BE" : encoding) + " -t UTF-8");
		}
	}

	@Test
	void refusesAFileInUtf16BehindOneInUtf8() throws Exception {
		String first = TEXT.repeat(1000);
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		joined.write(first.getBytes(StandardCharsets.UTF_8));
		joined.write(first.getBytes(StandardCharsets.UTF_16LE));
		HttpResponse<String> response = post("", stream(joined.toByteArray()), "text/plain");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
		assertThat(response.body()).contains("UTF-16", "from byte offset", "iconv");
	}

	@Test
	void guessesTheEncodingOfWhatIsNoUtf8() throws Exception {
		HttpResponse<String> response = post("",
				stream("Größe ist überall schön. ".repeat(10).getBytes(Charset.forName("windows-1252"))), "text/plain");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("at byte offset 2 ", "WINDOWS-1252", "iconv -f WINDOWS-1252 -t UTF-8");
	}

	@Test
	void takesTextOfUnknownLength() throws Exception {
		HttpResponse<String> response = post("", stream(TEXT.getBytes(StandardCharsets.UTF_8)), "text/plain");
		assertThat(response.statusCode()).isEqualTo(201);
		assertThat(read(response)).containsEntry("name", "untitled").containsEntry("sha256", sha256(TEXT));
	}

	@ParameterizedTest
	@CsvSource({ "'', 'play.txt', play.txt", "'?name=chosen', 'play.txt', chosen",
			"'', '../../etc/pl\u00E4y.txt', pl\u00E4y.txt", "'', 'C:\\\\texts\\\\play.txt', play.txt",
			"'', '', untitled" })
	void takesFileOfForm(String query, String filename, String name) throws Exception {
		HttpResponse<String> response = postFile(query, "file", filename, TEXT.getBytes(StandardCharsets.UTF_8));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
		assertThat(read(response)).containsEntry("name", name).containsEntry("sha256", sha256(TEXT));
		assertThat(this.spool).isEmptyDirectory();
	}

	@Test
	void normalizesUnlessAskedNotTo() throws Exception {
		String text = "Cafe\u0301 \u1112\u1161\u11AB \u212B \uFB01 ".repeat(1000);
		String normalized = Normalizer.normalize(text, Normalizer.Form.NFC);
		assertThat(read(post("", BodyPublishers.ofString(text), "text/plain")))
			.containsEntry("sha256", sha256(normalized))
			.containsEntry("characters", normalized.length());
		assertThat(read(post("?normalization=NFC", BodyPublishers.ofString(text), "text/plain")))
			.containsEntry("sha256", sha256(normalized));
		assertThat(read(post("?normalization=none", BodyPublishers.ofString(text), "text/plain")))
			.containsEntry("sha256", sha256(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "one\r\ntwo\r\nthree\rfour\nfive\r\n",
			"\uD83D\uDE00\uD83D\uDE01 \uD83C\uDDE9\uD83C\uDDEA \u2764\uFE0F, and more of them",
			"\u5929\u5730\u7384\u9EC4\u5B87\u5B99\u6D2A\u8352\u65E5\u6708\u76C8\u6603\u8FB0\u5BBF\u5217\u5F20\u5BD2\u6765\u6691\u5F80",
			"nothing \u0000\u0001\u007F\uFFFF is left out",
			"\u0627\u0644\u0633\u0644\u0627\u0645 \u0639\u0644\u064A\u0643\u0645 \u0648\u0631\u062D\u0645\u0629 \u0627\u0644\u0644\u0647" })
	void keepsEveryCharacterOfNormalizedText(String text) throws Exception {
		Map<String, Object> corpus = read(post("", BodyPublishers.ofString(text), "text/plain"));
		int[] codePoints = text.codePoints().toArray();
		assertThat(corpus).containsEntry("characters", codePoints.length)
			.containsEntry("bytes", text.getBytes(StandardCharsets.UTF_8).length)
			.containsEntry("alphabetSize", (int) Arrays.stream(codePoints).distinct().count());
		String path = CORPORA + "/" + corpus.get("id") + "/text";
		assertThat(get(path).body()).isEqualTo(text);
		assertThat(get(path + "?from=1&characters=3").body()).isEqualTo(new String(codePoints, 1, 3));
		Corpus stored = this.corpora.find(new CorpusId(String.valueOf(corpus.get("id"))));
		assertThat(stored.alphabet()).isEqualTo(Alphabet.of(text));
		assertThat(stored.alphabet().decode(this.corpora.read(stored.id(), stored.alphabet()))).isEqualTo(text);
	}

	@Test
	void leavesOutByteOrderMark() throws Exception {
		assertThat(read(post("", BodyPublishers.ofString("\uFEFF" + TEXT), "text/plain"))).containsEntry("sha256",
				sha256(TEXT));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					                      | ''                            | 422 text-too-short        | is empty
					                      | '\uFEFF'                      | 422 text-too-short        | is empty
					                      | x                             | 422 text-too-short        | has 1 character;
					                      | nineteen characters           | 422 text-too-short        | has 19 characters; training needs at least 20
					                      | aaaaaaaaaaaaaaaaaaaaaaaaaaaaa | 422 text-of-one-character | LATIN SMALL LETTER A
					?name=                | a text of some length         | 400 invalid-parameter     | name has no value
					?name=%20             | a text of some length         | 422 out-of-bounds         | name must be 1 to 200 characters
					?name=a%00            | a text of some length         | 422 out-of-bounds         | without control characters
					?name=%ff             | a text of some length         | 400 malformed-request     | a parameter
					?normalization=nfd    | a text of some length         | 400 invalid-parameter     | one of "nfc", "none", but is "nfd"
					?sample=bible         | ''                            | 422 out-of-bounds         | sample must be country-names or own-docs or own-source or unicode-names, but is "bible"
					?sample=unicode-names | a text of some length         | 422 sample-and-body       | both""")
	void refuses(String query, String text, String problem, String detail) throws Exception {
		assertProblem(post((query != null) ? query : "", BodyPublishers.ofString(text), "text/plain"), problem, detail);
	}

	@Test
	void refusesNamesThatAreTooLong() throws Exception {
		assertThat(
				post("?name=" + "%F0%9F%98%80".repeat(200), BodyPublishers.ofString(TEXT), "text/plain").statusCode())
			.isEqualTo(201);
		assertProblem(post("?name=" + "x".repeat(201), BodyPublishers.ofString(TEXT), "text/plain"),
				"422 out-of-bounds", "name must be 1 to 200 characters");
	}

	@Test
	void refusesOtherCharset() throws Exception {
		assertProblem(post("", BodyPublishers.ofString(TEXT), "text/plain; charset=ISO-8859-1"),
				"400 unsupported-charset", "ISO-8859-1");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void tellsWhereTextStopsBeingUtf8(boolean form) throws Exception {
		byte[] text = new byte[10_000_000];
		Arrays.fill(text, (byte) 'x');
		text[5_000_000] = (byte) 0xC3;
		HttpResponse<String> response = form ? postFile("", "file", "x.txt", text)
				: post("", stream(text), "text/plain");
		assertProblem(response, "400 invalid-utf8", "at byte offset 5000000 ");
		assertThat(read(response)).containsEntry("offset", 5_000_000);
		assertThat(this.spool).isEmptyDirectory();
	}

	@Test
	void takesTextUpToTheLimit() throws Exception {
		byte[] text = "ab".repeat(MAX_SIZE / 2).getBytes(StandardCharsets.US_ASCII);
		assertThat(post("", BodyPublishers.ofByteArray(text), "text/plain").statusCode()).isEqualTo(201);
		assertThat(post("", stream(text), "text/plain").statusCode()).isEqualTo(201);
		assertThat(postFile("", "file", "x.txt", text).statusCode()).isEqualTo(201);
	}

	/** The client need not have sent it, and little of it is read. */
	@Test
	void refusesTextAboveTheLimitByItsLength() throws Exception {
		RawHttp response = RawHttp.send(this.port,
				"POST /api/v1/corpora HTTP/1.1\nHost: localhost\nConnection: close\nContent-Length: " + (MAX_SIZE + 1)
						+ "\n\n");
		assertThat(response.status()).isEqualTo(413);
		assertThat(response.body()).contains("12,582,912 bytes");
	}

	@ParameterizedTest
	@ValueSource(strings = { "unknown length", "waiting", "form" })
	void refusesTextAboveTheLimit(String kind) throws Exception {
		byte[] text = new byte[MAX_SIZE + 1];
		Arrays.fill(text, (byte) 'x');
		HttpResponse<String> response = switch (kind) {
			case "unknown length" -> post("", stream(text), "text/plain");
			case "form" -> postFile("", "file", "x.txt", text);
			default ->
				this.http.send(request("").expectContinue(true).POST(stream(text)).build(), BodyHandlers.ofString());
		};
		assertProblem(response, "413 too-large", "12,582,912 bytes");
		assertThat(this.spool).isEmptyDirectory();
	}

	@Test
	void refusesFormWithoutFile() throws Exception {
		assertProblem(postFile("", "text", "x.txt", TEXT.getBytes(StandardCharsets.UTF_8)), "400 unknown-parameter",
				"file");
		assertProblem(post("", BodyPublishers.ofString("--x--\r\n"), "multipart/form-data; boundary=x"),
				"400 missing-part", "file");
	}

	@Test
	void losesNoPartOfAForm() throws Exception {
		String file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n" + TEXT + "\r\n";
		String field = "--x\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\nvalue\r\n";
		assertForm(file + field.formatted("nam"), "400 unknown-parameter", "part nam");
		assertForm(file + field.formatted("name") + field.formatted("name"), "400 repeated-parameter", "part name");
		HttpResponse<String> named = post("", BodyPublishers.ofString(file + field.formatted("name") + "--x--\r\n"),
				"multipart/form-data; boundary=x");
		assertThat(read(named)).containsEntry("name", "value");
	}

	private void assertForm(String parts, String problem, String detail) throws Exception {
		assertProblem(post("", BodyPublishers.ofString(parts + "--x--\r\n"), "multipart/form-data; boundary=x"),
				problem, detail);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "multipart/form-data", "multipart/form-data; boundary=\"", "nonsense", "text/plain; charset=" })
	void saysThatAMediaTypeCannotBeRead(String type) throws Exception {
		HttpResponse<String> response = post("", BodyPublishers.ofString(TEXT), type);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
		assertThat(response.body()).containsAnyOf("invalid-media-type", "malformed-multipart");
	}

	@Test
	void changesNoNameOfAFile() throws Exception {
		byte[] latin1 = ("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"caf\u00e9.txt\"\r\n\r\n"
				+ "a".repeat(30) + "b\r\n--x--\r\n")
			.getBytes(StandardCharsets.ISO_8859_1);
		HttpResponse<String> refused = post("", BodyPublishers.ofByteArray(latin1), "multipart/form-data; boundary=x");
		assertProblem(refused, "422 out-of-bounds", "filename must be valid UTF-8");
		assertThat(
				post("?name=cafe", BodyPublishers.ofByteArray(latin1), "multipart/form-data; boundary=x").statusCode())
			.isEqualTo(201);
		byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
		assertProblem(postFile("", "file", "a".repeat(201), text), "422 out-of-bounds", "filename must be 1 to 200");
		assertProblem(postFile("", "file", "a\u0085b", text), "422 out-of-bounds", "control characters");
	}

	@Test
	void offersSamples() throws Exception {
		List<?> samples = items(read(get("/api/v1/samples")));
		assertThat(samples).extracting("name")
			.containsExactly("country-names", "own-docs", "own-source", "unicode-names");
		for (Object sample : samples) {
			Map<?, ?> description = (Map<?, ?>) sample;
			Map<String, Object> corpus = read(post("?sample=" + description.get("name"), BodyPublishers.noBody(), ""));
			assertThat(corpus).containsEntry("name", description.get("name"));
			assertThat(number(corpus, "characters") / number(description, "characters")).isBetween(0.5, 1.5);
			assertThat(read(post("?sample=" + description.get("name"), BodyPublishers.noBody(), "")))
				.containsEntry("sha256", corpus.get("sha256"));
		}
	}

	@Test
	void samplesAreWhatTheySay() throws Exception {
		Map<String, Object> names = read(post("?sample=unicode-names&name=names", BodyPublishers.noBody(), ""));
		assertThat(names).containsEntry("name", "names");
		assertThat(get(CORPORA + "/" + names.get("id") + "/text?characters=5").body()).isEqualTo("NULL\n");
		Map<String, Object> source = read(post("?sample=own-source", BodyPublishers.noBody(), ""));
		assertThat(get(CORPORA + "/" + source.get("id") + "/text?characters=1000000").body())
			.contains("public class Corpora {")
			.doesNotContain("class CorpusApiTests");
		Map<String, Object> docs = read(post("?sample=own-docs", BodyPublishers.noBody(), ""));
		assertThat(get(CORPORA + "/" + docs.get("id") + "/text?characters=1000000").body()).contains("# Theory\n",
				"# 2. SQLite, not H2\n");
	}

	@ParameterizedTest
	@CsvSource({ "from=0&characters=5, To be", "from=3&characters=2, be", "from=425&characters=100, 'ion.\n'",
			"from=430, ''" })
	void givesSlices(String query, String slice) throws Exception {
		HttpResponse<String> response = get(upload(TEXT) + "/text?" + query);
		assertThat(response.body()).isEqualTo(slice);
		assertThat(response.headers().firstValue("Content-Type")).contains("text/plain;charset=UTF-8");
	}

	@ParameterizedTest
	@CsvSource({ "from=-1, 422 out-of-bounds, from must be from 0 to 430",
			"from=431, 422 out-of-bounds, from must be from 0 to 430",
			"characters=0, 422 out-of-bounds, characters must be from 1 to 1000000",
			"characters=1000001, 422 out-of-bounds, characters must be from 1 to 1000000",
			"from=x, 400 invalid-parameter, from must be a whole number" })
	void refusesSlices(String query, String problem, String detail) throws Exception {
		assertProblem(get(upload(TEXT) + "/text?" + query), problem, detail);
	}

	@Test
	void slicesLargeTextAnywhere() throws Exception {
		int[] codePoints = IntStream.range(0, 1_500_000)
			.map((position) -> (position % 3 == 0) ? 0x1F600 + position % 64 : 'a' + position % 26)
			.toArray();
		String path = upload(new String(codePoints, 0, codePoints.length));
		assertSlices(path, codePoints);
		assertThat(this.jdbc.sql("UPDATE corpus SET fine_index = NULL WHERE id = ?")
			.param(path.substring(path.lastIndexOf('/') + 1))
			.update()).isOne();
		assertSlices(path, codePoints);
	}

	private void assertSlices(String path, int[] codePoints) throws Exception {
		for (int from = 0; from < codePoints.length - 100; from += 99_999) {
			assertThat(get(path + "/text?characters=100&from=" + from).body())
				.isEqualTo(new String(codePoints, from, 100));
		}
	}

	@Test
	void listsPageByPage() throws Exception {
		List<String> uploaded = new ArrayList<>();
		for (int number = 0; number < 5; number++) {
			uploaded.add(upload(TEXT + number));
		}
		List<String> listed = new ArrayList<>();
		Object after = null;
		do {
			Map<String, Object> page = read(get(CORPORA + "?limit=2" + ((after != null) ? "&after=" + after : "")));
			List<?> items = items(page);
			assertThat(items).hasSizeBetween(1, 2);
			items.forEach((item) -> listed.add(CORPORA + "/" + ((Map<?, ?>) item).get("id")));
			after = page.get("next");
		}
		while (after != null);
		assertThat(listed).doesNotHaveDuplicates().containsAll(uploaded);
		List<?> all = items(read(get(CORPORA + "?limit=500")));
		assertThat(all).extracting("createdAt", String.class)
			.isSortedAccordingTo((a, b) -> Instant.parse(b).compareTo(Instant.parse(a)));
	}

	@ParameterizedTest
	@CsvSource({ "limit=0, 422 out-of-bounds, limit must be from 1 to 500, but is 0",
			"limit=501, 422 out-of-bounds, limit must be from 1 to 500",
			"limit=x, 400 invalid-parameter, limit must be a whole number",
			"after=x, 422 invalid-cursor, after must be" })
	void refusesPages(String query, String problem, String detail) throws Exception {
		assertProblem(get(CORPORA + "?" + query), problem, detail.isEmpty() ? "" : detail.split(",")[0]);
	}

	@Test
	void deletesTextWithItsLastCorpus() throws Exception {
		String text = TEXT + "only here";
		String first = upload(text);
		String second = upload(text);
		assertThat(contents(text)).isEqualTo(1);
		assertThat(delete(first).statusCode()).isEqualTo(204);
		assertThat(get(second + "/text?characters=1000").body()).isEqualTo(text);
		assertThat(delete(second).statusCode()).isEqualTo(204);
		assertThat(contents(text)).isZero();
		assertProblem(get(second), "404 corpus-not-found", second.substring(second.lastIndexOf('/') + 1));
		assertProblem(get(second + "/text"), "404 corpus-not-found", "");
		assertProblem(delete(second), "404 corpus-not-found", "");
	}

	@Test
	void saysThatACorpusIsGoneThatWasDeletedWhileItWasRead() throws Exception {
		String path = upload(TEXT + "soon gone");
		Corpus corpus = this.corpora.find(new CorpusId(path.substring(path.lastIndexOf('/') + 1)));
		delete(path);
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.corpora.open(corpus))
			.satisfies((problem) -> assertThat(problem.type()).isEqualTo("corpus-not-found"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/x", "/corpus_", "/corpus_0123456789ABCDEF0123456789ABCDEF", "/%20", "/x/text" })
	void findsNothingUnderMalformedId(String path) throws Exception {
		assertProblem(get(CORPORA + path), "404 not-found", "There is nothing");
	}

	@Test
	void keepsCorpusThatIsInUse() throws Exception {
		String path = upload(TEXT);
		this.held.ids.add(path.substring(path.lastIndexOf('/') + 1));
		assertProblem(delete(path), "409 corpus-in-use", "is needed");
		assertThat(get(path + "/text?characters=1000").body()).isEqualTo(TEXT);
	}

	private int contents(String text) {
		return this.jdbc.sql("SELECT count(*) FROM content WHERE sha256 = ?")
			.param(sha256(text))
			.query(Integer.class)
			.single();
	}

	private String upload(String text) throws Exception {
		HttpResponse<String> response = post("", BodyPublishers.ofString(text), "text/plain");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
		return CORPORA + "/" + read(response).get("id");
	}

	private HttpResponse<String> post(String query, BodyPublisher body, String contentType) throws Exception {
		HttpRequest.Builder request = request(query).POST(body);
		if (!contentType.isEmpty()) {
			request.header("Content-Type", contentType);
		}
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

	@Test
	void refusesAFileWhoseMediaTypeIsNone() throws Exception {
		String form = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\nContent-Type: foo\r\n\r\n"
				+ "What light through yonder window breaks?\r\n--x--\r\n";
		HttpResponse<String> response = post("", BodyPublishers.ofString(form), "multipart/form-data; boundary=x");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
		assertThat(response.body()).contains("invalid-media-type");
	}

	private HttpResponse<String> postFile(String query, String part, String filename, byte[] file) throws Exception {
		String head = "--x\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n".formatted(part,
				filename);
		return post(query, BodyPublishers.concat(BodyPublishers.ofString(head), BodyPublishers.ofByteArray(file),
				BodyPublishers.ofString("\r\n--x--\r\n")), "multipart/form-data; boundary=x");
	}

	private HttpResponse<String> get(String path) throws Exception {
		return this.http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> delete(String path) throws Exception {
		return this.http.send(HttpRequest.newBuilder(uri(path)).DELETE().build(), BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String query) {
		return HttpRequest.newBuilder(uri(CORPORA + query)).version(HttpClient.Version.HTTP_1_1);
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> read(HttpResponse<String> response) {
		return this.json.readValue(response.body(), Map.class);
	}

	private static List<?> items(Map<String, Object> page) {
		return (List<?>) Objects.requireNonNull(page.get("items"));
	}

	private static double number(Map<?, ?> json, String name) {
		return ((Number) Objects.requireNonNull(json.get(name))).doubleValue();
	}

	private void assertProblem(HttpResponse<String> response, String problem, String detail) {
		String[] statusAndType = problem.split(" ");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(Integer.parseInt(statusAndType[0]));
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(read(response)).containsEntry("type", "urn:char-rnn:problem:" + statusAndType[1]);
		assertThat((String) read(response).get("detail")).contains(detail);
	}

	private static BodyPublisher stream(byte[] bytes) {
		return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
	}

	private static String sha256(String text) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static class HeldCorpora implements CorpusGuard {

		private final List<String> ids = new ArrayList<>();

		@Override
		public void checkUnused(CorpusId corpus) {
			if (this.ids.contains(corpus.value())) {
				throw new ConflictException("corpus-in-use", "The corpus is needed.");
			}
		}

	}

}
