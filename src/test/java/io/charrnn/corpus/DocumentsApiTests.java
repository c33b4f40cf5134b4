package io.charrnn.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import io.charrnn.model.Alphabet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@CorpusTest
class DocumentsApiTests {

	private static final String TWENTY_NAMES = "anna\nbertha\ncarla\ndoris\n";

	private final HttpClient http = HttpClient.newHttpClient();

	private final JsonMapper json = JsonMapper.builder().build();

	@LocalServerPort
	private int port;

	@Autowired
	private Corpora corpora;

	@ParameterizedTest
	@ValueSource(
			strings = { "anna\nbertha\ncarla\ndoris", TWENTY_NAMES, "\n\nanna\r\nbertha\r\n\r\ncarla\r\ndoris\r\n" })
	void makesADocumentOfEachLine(String text) {
		JsonNode corpus = created("documents=line", "text/plain", bytes(text));
		assertThat(corpus.get("documents").asInt()).isEqualTo(4);
		assertThat(corpus.get("characters").asInt()).isEqualTo(4 + 6 + 5 + 5 + 5);
		assertThat(corpus.get("alphabetSize").asInt()).isEqualTo(14);
		assertThat(corpus.at("/documentLengths/median").asInt()).isEqualTo(5);
		assertThat(corpus.at("/documentLengths/longest").asInt()).isEqualTo(6);
		assertThat(corpus.get("lines").asInt()).isEqualTo(4);
		String id = corpus.get("id").asString();
		assertThat(get("/api/v1/corpora/" + id + "/text").body()).isEqualTo(TWENTY_NAMES);
		assertThat(get("/v1/files/" + id + "/content").body()).isEqualTo(TWENTY_NAMES);
		Alphabet alphabet = this.corpora.find(new CorpusId(id)).alphabet();
		assertThat(alphabet.decode(this.corpora.read(new CorpusId(id), alphabet))).isEqualTo("annaberthacarladoris");
		assertThat(this.corpora.read(new CorpusId(id), alphabet).at(5)).isEqualTo(alphabet.end());
	}

	@Test
	void splitsAtBlankLinesAndAtAnyString() {
		String poems = "\n\nthe sea\nthe shore\n\n\n\nthe shells\n";
		JsonNode corpus = created("documents=blank-line", "text/plain", bytes(poems));
		assertThat(texts(corpus)).containsExactly("the sea\nthe shore", "the shells");
		corpus = created("documents=%3C%7Cend%7C%3E", "text/plain", bytes("the sea<|end|>the shore<|end|>the <|en"));
		assertThat(texts(corpus)).containsExactly("the sea", "the shore", "the <|en");
	}

	@Test
	void linesOfSpacesAreBlank() {
		JsonNode corpus = created("documents=blank-line", "text/plain",
				bytes(" \r\nthe sea\r\n the shore\r\n \t\r\n\r\n  the shells\r\n\t"));
		assertThat(texts(corpus)).containsExactly("the sea\n the shore", "  the shells");
	}

	@Test
	void findsASeparatorOfLineEnds() {
		JsonNode corpus = created("documents=%0D%0A--%0D%0A", "text/plain", bytes("the sea\r\n--\r\nthe shore\r\n"));
		assertThat(texts(corpus)).containsExactly("the sea", "the shore\n");
		corpus = created("documents=%0D%0A--%0D%0A&lineEndings=keep", "text/plain",
				bytes("the sea\r\n--\r\nthe shore\r\n"));
		assertThat(texts(corpus)).containsExactly("the sea", "the shore\r\n");
	}

	/** Wherever the pieces that are read begin and end. */
	@Test
	void keepsMarksThatStandAnywhereInBuffers() {
		Random random = new Random(3);
		List<String> lines = IntStream.range(0, 40_000)
			.mapToObj((line) -> "\uD83D\uDE00aé".substring(0, 2) + "b".repeat(random.nextInt(12)))
			.toList();
		JsonNode corpus = created("documents=line", "text/plain", bytes(String.join("\n", lines)));
		CorpusId id = new CorpusId(corpus.get("id").asString());
		Alphabet alphabet = this.corpora.find(id).alphabet();
		assertThat(alphabet.decode(this.corpora.read(id, alphabet))).isEqualTo(String.join("", lines));
		assertThat(get("/v1/files/" + id + "/content").body()).isEqualTo(String.join("\n", lines) + "\n");
	}

	@Test
	void readsJsonLinesWithLabelsAndInOpenAisForms() {
		JsonNode corpus = created("label=language", "application/jsonl", bytes("""
				{"text": "Ffrainc", "language": "Welsh"}
				{"prompt": "Q: ", "completion": "A\\u0301"}

				{"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "ho"}]}
				{"text": "", "language": "Welsh"}
				{"text": "France", "language": "French"}"""));
		assertThat(texts(corpus)).containsExactly("Ffrainc", "Q: \u00c1", "user: hi\nassistant: ho\n", "France");
		assertThat(corpus.at("/labels/0/label").asString()).isEqualTo("Welsh");
		assertThat(corpus.at("/labels/1/documents").asInt()).isEqualTo(1);
		JsonNode page = this.json
			.readTree(get("/api/v1/corpora/" + corpus.get("id").asString() + "/documents?limit=3").body());
		assertThat(page.at("/items/0/label").asString()).isEqualTo("Welsh");
		assertThat(page.at("/items/1/label").isNull()).isTrue();
		JsonNode last = this.json.readTree(get(
				"/api/v1/corpora/" + corpus.get("id").asString() + "/documents?after=" + page.get("next").asString())
			.body());
		assertThat(last.at("/items/0/text").asString()).isEqualTo("France");
		assertThat(last.get("next").isNull()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"text": "b"                  | Line 3, at byte offset 32, is not a JSON object
					["b"]                         | Line 3, at byte offset 32, is JSON, but not an object.
					{"texts": "b"}                | Line 3, at byte offset 32, has no field «text».
					{"text": 7}                   | Line 3, at byte offset 32, has a field «text» that is not a string.
					{"text": "a", "text": "b"}    | Line 3, at byte offset 32, is not a JSON object, or has a field twice: error at column 21.
					{"text": "\\ud800"}           | Line 3, at byte offset 32, has a lone surrogate.
					{"text": "b", "label": " "}   | Line 3, at byte offset 32, has a label «label», which must have 1 to 100
					{"text": "b", "label": []}    | Line 3, at byte offset 32, has a label «label» that is not a string.
					{"messages": 1}               | Line 3, at byte offset 32, has a field «messages» that is not an array.
					""")
	void refusesABadLineWithItsPlace(String line, String detail) {
		String body = "{\"text\": \"aaaaa\"}\n{\"text\": \"b\"}\n" + line + "\n";
		HttpResponse<String> response = upload("label=label", "application/jsonl", bytes(body));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
		JsonNode problem = this.json.readTree(response.body());
		assertThat(problem.get("detail").asString()).startsWith(detail);
		assertThat(problem.get("line").asInt()).isEqualTo(3);
		assertThat(problem.get("offset").asInt()).isEqualTo(32);
	}

	@Test
	void refusesABadByteOfJsonLinesWithItsPlace() {
		byte[] body = bytes("{\"text\": \"sea shells by the shore\"}\n".repeat(1000));
		body[36 * 500 + 12] = (byte) 0xFF;
		HttpResponse<String> response = upload("", "application/jsonl", body);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("at byte offset 18012, in line 501, is an invalid byte");
	}

	@Test
	void readsColumnsOfCsv() {
		JsonNode corpus = created("field=name&label=language", "text/csv", bytes(
				"id,name,language\r\n1,Ffrainc,Welsh\r\n2,\"Korea, \"\"South\"\"\nor ROK\",English\r\n3,,Welsh\r\n4,Sbaen,\r\n"));
		assertThat(texts(corpus)).containsExactly("Ffrainc", "Korea, \"South\"\nor ROK", "Sbaen");
		assertThat(corpus.get("labels")).hasSize(2);
		assertThat(upload("field=nome", "text/csv", bytes("id,name\r\n1,a\r\n")).body())
			.contains("field must be a column, and the first row names id, name, but is");
		HttpResponse<String> response = upload("field=name", "text/csv", bytes("id,name\r\n1,a\r\n2\r\n"));
		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(response.body()).contains("Line 3", "has 1 cells, but the first row names 2");
		byte[] bad = bytes("id,name\r\n1,a\r\n");
		bad[11] = (byte) 0xC3;
		assertThat(upload("field=name", "text/csv", bad).statusCode()).isEqualTo(400);
	}

	/** As spreadsheets save it. */
	@Test
	void readsCsvWithAByteOrderMarkAndQuotes() {
		JsonNode corpus = created("field=name", "text/csv",
				bytes("\uFEFF\"name\",\"id\"\r\n\"the sea shells by the shore\",1\r\n"));
		assertThat(texts(corpus)).containsExactly("the sea shells by the shore");
		byte[] western = "name\nSchöne Grüße aus Köln am Rhein\n".getBytes(StandardCharsets.ISO_8859_1);
		assertThat(upload("field=name", "text/csv", western).body())
			.contains("at byte offset 8, in line 2, is an invalid byte", "iconv -f WINDOWS-1252");
	}

	/** Some systems decompose the names of folders. */
	@Test
	void labelsAreInNormalFormC() {
		JsonNode corpus = created("label=folder", "application/zip",
				zip("Franc\u0327ais/a", "coquillages", "Fran\u00e7ais/b", "au bord de la mer"));
		assertThat(corpus.get("labels")).hasSize(1);
		assertThat(corpus.at("/labels/0/label").asString()).isEqualTo("Fran\u00e7ais");
		corpus = created("label=folder&normalization=none", "application/zip",
				zip("Franc\u0327ais/a", "coquillages", "Fran\u00e7ais/b", "au bord de la mer"));
		assertThat(corpus.get("labels")).hasSize(2);
	}

	@Test
	void readsAZipWhoseFoldersAreLabels() {
		JsonNode corpus = created("label=folder", "application/zip", zip("sea/one.txt", "sea shells\n", "__MACOSX/x",
				"\0", "shore/two.txt", "the shore", "sea/.DS_Store", "x", "sea/Thumbs.db", "\0"));
		assertThat(texts(corpus)).containsExactly("sea shells\n", "the shore");
		JsonNode page = documents(corpus);
		assertThat(page.at("/items/1/name").asString()).isEqualTo("shore/two.txt");
		assertThat(page.at("/items/1/label").asString()).isEqualTo("shore");
	}

	@ParameterizedTest
	@ValueSource(strings = { "../evil.txt", "/etc/evil", "a/../../evil", "C:\\evil", "a\\b", "a\u0001b" })
	void refusesPathsInZips(String name) {
		HttpResponse<String> response = upload("", "application/zip", zip(name, "sea shells by the sea shore"));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
		assertThat(response.body()).contains("File 1 of the zip has an invalid name").doesNotContain("evil");
	}

	@Test
	void refusesZipsThatAreBombsOrHaveTooManyFilesOrAreNone() {
		assertThat(upload("", "application/zip", zip("bomb.txt", "a".repeat(13 << 20))).statusCode()).isEqualTo(413);
		String[] many = IntStream.range(0, 70_000)
			.boxed()
			.flatMap((file) -> Stream.of("f" + file, "x"))
			.toArray(String[]::new);
		assertThat(upload("", "application/zip", zip(many)).body()).contains("too-many-files", "65535");
		assertThat(upload("", "application/zip", bytes("no zip")).body()).contains("invalid-zip");
		byte[] damaged = zip("a.txt", "sea shells by the sea shore".repeat(100));
		damaged[45] ^= 0x55;
		assertThat(upload("", "application/zip", damaged).statusCode()).isEqualTo(400);
		HttpResponse<String> cut = upload("", "application/zip", Arrays.copyOf(damaged, 60));
		assertThat(cut.statusCode()).isEqualTo(400);
		assertThat(cut.body()).contains("invalid-zip", "it is cut off");
	}

	/** What is left out is decompressed nonetheless. */
	@Test
	void boundsFilesOfAZipThatAreNoDocuments() {
		byte[] bomb = zip("a.txt", "sea shells by the sea shore", ".hidden", "a".repeat(7 << 20), ".other",
				"a".repeat(7 << 20));
		HttpResponse<String> response = upload("", "application/zip", bomb);
		assertThat(response.statusCode()).isEqualTo(413);
		assertThat(response.body()).contains("the maximum of 12,582,912 bytes");
	}

	@Test
	void refusesAZipThatIsCutOffBetweenFiles() {
		byte[] whole = zip("a.txt", "sea shells by the sea shore", "b.txt", "x");
		int second = new String(whole, StandardCharsets.ISO_8859_1).indexOf("PK\u0003\u0004", 4);
		for (int length : new int[] { second, second + 20 }) {
			HttpResponse<String> cut = upload("", "application/zip", Arrays.copyOf(whole, length));
			assertThat(cut.statusCode()).isEqualTo(400);
			assertThat(cut.body()).contains("invalid-zip", "after file 1: it is cut off");
		}
	}

	@Test
	void refusesAFileOfAZipWhoseNameIsNotUtf8() {
		byte[] western = zip("a.txt", "sea shells by the sea shore", "bbb", "x");
		int name = new String(western, StandardCharsets.ISO_8859_1).indexOf("bbb");
		western[name + 1] = (byte) 0xFC;
		HttpResponse<String> response = upload("", "application/zip", western);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
		assertThat(response.body()).contains("File 2 of the zip has a name that is not UTF-8.");
	}

	@Test
	void makesADocumentOfEachOfSeveralFiles() {
		JsonNode corpus = created("", "multipart/form-data; boundary=x",
				form("one.txt", "the sea shells", "two.txt", "the shore"));
		assertThat(texts(corpus)).containsExactly("the sea shells", "the shore");
		assertThat(corpus.get("name").asString()).isEqualTo("one.txt");
		assertThat(documents(corpus).at("/items/1/name").asString()).isEqualTo("two.txt");
	}

	@Test
	void takesAThousandFilesOfAForm() {
		String[] files = IntStream.range(0, 1001)
			.boxed()
			.flatMap((file) -> Stream.of("f" + file, "text " + file))
			.toArray(String[]::new);
		String type = "multipart/form-data; boundary=x";
		JsonNode corpus = created("", type, form(Arrays.copyOf(files, 2000)));
		assertThat(corpus.get("documents").asInt()).isEqualTo(1000);
		HttpResponse<String> more = upload("", type, form(files));
		assertThat(more.statusCode()).isEqualTo(422);
		assertThat(more.body()).contains("too-many-files", "more than the maximum of 1,000 parts");
	}

	@ParameterizedTest
	@CsvSource({ "documents=line, application/jsonl", "field=a, text/plain", "label=a, text/plain",
			"label=a, application/zip", "documents=line&lineEndings=keep, text/plain",
			"documents=blank-line&lineEndings=keep, text/plain" })
	void refusesWhatDoesNotGoTogether(String query, String type) {
		assertThat(upload(query, type, bytes(TWENTY_NAMES)).statusCode()).isEqualTo(422);
	}

	@Test
	void refusesCursorsThatAreNone() {
		String id = created("documents=line", "text/plain", bytes(TWENTY_NAMES)).get("id").asString();
		for (String cursor : List.of("x", "1,2", "5,0", "0,999999")) {
			assertThat(get("/api/v1/corpora/" + id + "/documents?after=" + cursor).statusCode()).as(cursor)
				.isEqualTo(422);
		}
	}

	@Test
	void survivesLinesOfAnyBytes() {
		Random random = new Random(7);
		byte[] line = bytes("{\"text\": \"sea shells\", \"label\": \"a\", \"messages\": [{\"role\": \"x\"}]}\n");
		for (int round = 0; round < 300; round++) {
			byte[] body = new byte[3 * line.length];
			for (int index = 0; index < body.length; index++) {
				body[index] = (random.nextInt(40) == 0) ? (byte) random.nextInt() : line[index % line.length];
			}
			String type = List.of("application/jsonl", "application/zip", "text/csv").get(round % 3);
			String query = (round % 3 == 1) ? "" : "label=label";
			assertThat(upload(query, type, body).statusCode()).isIn(201, 400, 422);
		}
	}

	@Test
	void countryNamesAreDocumentsInManyLanguages() {
		JsonNode corpus = created("sample=country-names", "text/plain", new byte[0]);
		assertThat(corpus.get("documents").asInt()).isGreaterThan(10_000);
		List<String> labels = corpus.get("labels").valueStream().map((label) -> label.get("label").asString()).toList();
		assertThat(labels).contains("Welsh", "French", "Japanese").hasSizeGreaterThan(60);
		JsonNode again = created("sample=country-names", "text/plain", new byte[0]);
		assertThat(again.get("sha256")).isEqualTo(corpus.get("sha256"));
	}

	private List<String> texts(JsonNode corpus) {
		return documents(corpus).get("items").valueStream().map((item) -> item.get("text").asString()).toList();
	}

	private JsonNode documents(JsonNode corpus) {
		return this.json.readTree(get("/api/v1/corpora/" + corpus.get("id").asString() + "/documents").body());
	}

	private JsonNode created(String query, String type, byte[] body) {
		HttpResponse<String> response = upload(query, type, body);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
		return this.json.readTree(response.body());
	}

	private HttpResponse<String> upload(String query, String type, byte[] body) {
		return send(HttpRequest.newBuilder(uri("/api/v1/corpora?" + query))
			.header("Content-Type", type)
			.POST(BodyPublishers.ofByteArray(body)));
	}

	private HttpResponse<String> get(String path) {
		return send(HttpRequest.newBuilder(uri(path)));
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.http.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] form(String... namesAndTexts) {
		StringBuilder form = new StringBuilder();
		for (int index = 0; index < namesAndTexts.length; index += 2) {
			form.append("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n%s\r\n"
				.formatted(namesAndTexts[index], namesAndTexts[index + 1]));
		}
		return bytes(form.append("--x--\r\n").toString());
	}

	private static byte[] zip(String... namesAndTexts) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			for (int index = 0; index < namesAndTexts.length; index += 2) {
				zip.putNextEntry(new ZipEntry(namesAndTexts[index]));
				zip.write(bytes(namesAndTexts[index + 1]));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

}
