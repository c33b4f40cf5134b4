package io.charrnn.registry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import io.charrnn.content.ContentStore;
import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.dl4j.ArchivedModel;
import io.charrnn.model.dl4j.ModelArchive;
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
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class ModelEndpointsTests {

	private static final LanguageModel NETWORK = Networks.random(Cell.LSTM, 2, 16, "abc 😀");

	private static final String PROVENANCE = """
			{"engine": "dl4j", "validationLoss": 1.5, "trainingDuration": "PT1M15S", "imported": false,
			"corpus": {"id": "corpus_1", "name": "sonnets", "sha256": "ab", "characters": 9}, "ofALaterVersion": {}}""";

	private final HttpClient client = HttpClient.newHttpClient();

	private final JsonMapper json = new JsonMapper();

	@LocalServerPort
	private int port;

	@Autowired
	private ContentStore content;

	@Autowired
	private ModelMemory memory;

	@Test
	void importsArchiveAsTheNextVersion() throws Exception {
		HttpResponse<byte[]> first = upload("imported", archive(NETWORK, PROVENANCE), "application/zip");
		HttpResponse<byte[]> second = upload("imported", archive(NETWORK, PROVENANCE),
				"application/x-www-form-urlencoded");
		assertThat(first.statusCode()).isEqualTo(201);
		assertThat(second.headers().firstValue("Location")).contains("/api/v1/models/imported:2");
		JsonNode model = read(first);
		assertThat(model).isEqualTo(read(get("/api/v1/models/imported:1")));
		assertThat(read(get("/api/v1/models/imported"))).isEqualTo(read(second));
		assertThat(model.get("reference").asString()).isEqualTo("imported:1");
		assertThat(model.get("name").asString()).isEqualTo("imported");
		assertThat(model.get("version").asInt()).isEqualTo(1);
		assertThat(model.get("architecture").toString()).isEqualTo(
				"{\"cell\":\"LSTM\",\"layers\":2,\"hiddenSize\":16,\"alphabetSize\":5,\"normalization\":\"none\"}");
		assertThat(model.get("parameters").asLong()).isEqualTo(NETWORK.parameters().length);
		assertThat(model.get("validationLoss").asDouble()).isEqualTo(1.5);
		assertThat(model.get("trainingLoss").isNull()).isTrue();
		assertThat(model.at("/provenance/imported").asBoolean()).isTrue();
		assertThat(model.at("/provenance/trainingDuration").asString()).isEqualTo("PT1M15S");
		assertThat(model.at("/provenance/corpus/name").asString()).isEqualTo("sonnets");
		assertThat(model.get("archiveBytes").asLong())
			.isEqualTo(this.content.size(model.get("archiveSha256").asString()));
	}

	@Test
	void refusesAnArchiveForWhichThereIsNoMemoryNow() throws Exception {
		ModelMemory.Share used = this.memory.takeUsed(Long.MAX_VALUE / 2);
		ModelMemory.Share more = this.memory.takeUsed(Long.MAX_VALUE / 2);
		try {
			HttpResponse<byte[]> refused = upload("waiting", archive(NETWORK, "{}"), "application/zip");
			assertThat(refused.statusCode()).isEqualTo(503);
			assertThat(refused.headers().firstValue("Retry-After")).isPresent();
		}
		finally {
			used.close();
			more.close();
		}
		assertThat(upload("waiting", archive(NETWORK, "{}"), "application/zip").statusCode()).isEqualTo(201);
	}

	@Test
	void importsArchiveAsPartOfAForm() throws Exception {
		byte[] body = concatenate(
				"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"m.zip\"\r\n\r\n"
					.getBytes(StandardCharsets.US_ASCII),
				archive(NETWORK, "{}"), "\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII));
		HttpResponse<byte[]> response = upload("form", body, "multipart/form-data; boundary=x");
		assertThat(response.statusCode()).isEqualTo(201);
		assertThat(read(response).at("/provenance/engine").isNull()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "safetensors, application/octet-stream", "npz, application/zip", "onnx, application/octet-stream" })
	void exportsForOtherTools(String format, String type) throws Exception {
		upload("for-" + format, archive(NETWORK, "{}"), "application/zip");
		String path = "/api/v1/models/for-" + format + "/archive?format=" + format;
		HttpResponse<byte[]> export = get(path);
		assertThat(export.statusCode()).isEqualTo(200);
		assertThat(export.headers().firstValue("Content-Type")).contains(type);
		assertThat(export.headers().firstValue("Content-Disposition").orElseThrow()).contains("attachment",
				"for-%s-1.%s".formatted(format, format));
		assertThat(export.headers().firstValue("ETag").orElseThrow()).endsWith("-" + format + "\"");
		assertThat(export.body()).hasSizeGreaterThan(NETWORK.parameters().length * Float.BYTES);
		assertThat(get(path).body()).isEqualTo(export.body());
	}

	@ParameterizedTest
	@ValueSource(strings = { "safetensors", "npz", "onnx" })
	void sendsPartsForOtherTools(String format) throws Exception {
		upload("parts-" + format, archive(NETWORK, "{}"), "application/zip");
		String path = "/api/v1/models/parts-" + format + "/archive?format=" + format;
		byte[] whole = get(path).body();
		HttpResponse<byte[]> part = get(path, "Range", "bytes=-100");
		assertThat(part.statusCode()).isEqualTo(206);
		assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, whole.length - 100, whole.length));
		assertThat(get(path, "Range", "bytes=" + whole.length + "-").statusCode()).isEqualTo(416);
	}

	@Test
	void writesNothingForClientsThatHaveTheFile() throws Exception {
		upload("had", archive(NETWORK, "{}"), "application/zip");
		String path = "/api/v1/models/had/archive?format=onnx";
		String tag = get(path).headers().firstValue("ETag").orElseThrow();
		ModelMemory.Share used = this.memory.takeUsed(Long.MAX_VALUE / 2);
		ModelMemory.Share more = this.memory.takeUsed(Long.MAX_VALUE / 2);
		try {
			assertThat(get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
			assertThat(get(path, "If-None-Match", tag, "Range", "bytes=99999999-").statusCode()).isEqualTo(304);
			assertThat(get(path, "If-Match", "\"old\"").statusCode()).isEqualTo(412);
			HttpResponse<byte[]> head = send(request(path).method("HEAD", BodyPublishers.noBody()));
			assertThat(head.statusCode()).isEqualTo(200);
			assertThat(head.headers().firstValue("ETag")).hasValue(tag);
			assertThat(head.headers().firstValue("Content-Length")).isEmpty();
			assertThat(get(path).statusCode()).isEqualTo(503);
		}
		finally {
			used.close();
			more.close();
		}
	}

	@Test
	void refusesFormatsThatItDoesNotWrite() throws Exception {
		upload("formats", archive(NETWORK, "{}"), "application/zip");
		HttpResponse<byte[]> response = get("/api/v1/models/formats/archive?format=pickle");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(read(response).get("detail").asString()).contains("format", "pickle", "safetensors");
	}

	@Test
	void takesBackSafetensorsAndNothingElseOfOtherTools() throws Exception {
		upload("torch", archive(NETWORK, PROVENANCE), "application/zip");
		byte[] safetensors = get("/api/v1/models/torch/archive?format=safetensors").body();
		JsonNode again = read(upload("torch&format=safetensors", safetensors, "application/octet-stream"));
		assertThat(again.at("/provenance/corpus/name").asString()).isEqualTo("sonnets");
		ArchivedModel read = ModelArchive.read(new ByteArrayInputStream(get("/api/v1/models/torch:2/archive").body()));
		assertThat(read.model().parameters()).isEqualTo(NETWORK.parameters());
		byte[] onnx = get("/api/v1/models/torch/archive?format=onnx").body();
		HttpResponse<byte[]> refused = upload("torch&format=onnx", onnx, "application/octet-stream");
		assertThat(refused.statusCode()).isEqualTo(422);
		assertThat(read(refused).get("detail").asString()).contains("format", "dl4j or safetensors");
		HttpResponse<byte[]> damaged = upload("torch&format=safetensors", onnx, "application/octet-stream");
		assertThat(read(damaged).get("detail").asString()).startsWith("This is not a safetensors file");
	}

	@Test
	void exportIsTheSameModelAndCanBeImportedAgain() throws Exception {
		float[] updaterState = new float[2 * NETWORK.parameters().length];
		updaterState[7] = 3;
		ByteArrayOutputStream archive = new ByteArrayOutputStream();
		ModelArchive.write(new ArchivedModel(NETWORK, updaterState, 1000, 3, PROVENANCE), archive);
		JsonNode model = read(upload("exported", archive.toByteArray(), "application/zip"));
		HttpResponse<byte[]> export = get("/api/v1/models/exported/archive");
		assertThat(export.headers().firstValue("Content-Type")).contains("application/zip");
		assertThat(export.headers().firstValue("Content-Disposition").orElseThrow()).contains("attachment",
				"exported-1.zip");
		assertThat(export.headers().firstValue("ETag")).contains("\"" + model.get("archiveSha256").asString() + "\"");
		assertThat(export.body()).hasSize(model.get("archiveBytes").asInt());
		ArchivedModel read = ModelArchive.read(new ByteArrayInputStream(export.body()));
		assertThat(read.model().parameters()).isEqualTo(NETWORK.parameters());
		assertThat(read.model().alphabet()).isEqualTo(NETWORK.alphabet());
		assertThat(read.updaterState()).isEqualTo(updaterState);
		assertThat(read.iteration()).isEqualTo(1000);
		assertThat(this.json.readTree(read.provenanceJson()).get("engine").asString()).isEqualTo("dl4j");
		JsonNode again = read(upload("exported", export.body(), "application/zip"));
		assertThat(again.get("archiveSha256")).isEqualTo(model.get("archiveSha256"));
	}

	@Test
	void exportAnswersRangesAndConditions() throws Exception {
		JsonNode model = read(upload("ranges", archive(NETWORK, "{}"), "application/zip"));
		byte[] whole = get("/api/v1/models/ranges:1/archive").body();
		HttpResponse<byte[]> part = get("/api/v1/models/ranges:1/archive", "Range", "bytes=100-199");
		assertThat(part.statusCode()).isEqualTo(206);
		assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 100, 200));
		String tag = "\"" + model.get("archiveSha256").asString() + "\"";
		assertThat(get("/api/v1/models/ranges:1/archive", "If-None-Match", tag).statusCode()).isEqualTo(304);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			Range: bytes=0-9                    | 206 | 10
			Range: bytes=-10                    | 206 | 10
			Range: bytes=10-                    | 206 | -10
			Range: bytes=0-0,5-5                | 206 | -
			Range: lines=0-9                    | 200 | 0
			Range: Lines 0-9                    | 200 | 0
			Range: bytes=0-9; If-Range: TAG     | 206 | 10
			Range: bytes=0-9; If-Range: "old"   | 200 | 0
			Range: bytes=0-9; If-Range: W/TAG   | 200 | 0
			Range: bytes=0-9; If-Range: Sat, 29 Oct 1994 19:43:31 GMT | 200 | 0
			If-Match: TAG                       | 200 | 0
			If-Match: "old", TAG                | 200 | 0
			If-Match: *                         | 200 | 0
			Range: bytes=0-9; If-Match: TAG     | 206 | 10
			If-None-Match: "old"                | 200 | 0""")
	void sendsWhatIsAskedFor(String headers, int status, @Nullable Integer length) throws Exception {
		JsonNode model = read(upload("parts", archive(NETWORK, "{}"), "application/zip"));
		String path = "/api/v1/models/" + model.get("reference").asString() + "/archive";
		long whole = get(path).body().length;
		HttpResponse<byte[]> response = get(path, headers(headers, model));
		assertThat(response.statusCode()).isEqualTo(status);
		if (length != null) {
			assertThat(response.body()).hasSize((int) (length > 0 ? length : whole + length));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Range: bytes=99999999-               | 416 | range-not-satisfiable
			Range: bytes=-0                      | 416 | range-not-satisfiable
			Range: bytes=9-0                     | 416 | range-not-satisfiable
			Range: bytes=x                       | 416 | range-not-satisfiable
			Range: bytes=99999999-; If-Range: TAG | 416 | range-not-satisfiable
			If-Match: "old"                      | 412 | precondition-failed
			If-Match: W/TAG                      | 412 | precondition-failed
			If-Match: rubbish                    | 412 | precondition-failed
			If-Match: "old"; If-None-Match: TAG  | 412 | precondition-failed""")
	void sendsAProblemAndNoArchiveWhereThereIsNoSuchPart(String headers, int status, String problem) throws Exception {
		JsonNode model = read(upload("partless", archive(NETWORK, "{}"), "application/zip"));
		String path = "/api/v1/models/" + model.get("reference").asString() + "/archive";
		HttpResponse<byte[]> response = get(path, headers(headers, model));
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(read(response).get("type").asString()).endsWith(":" + problem);
		assertThat(response.headers().firstValue("Content-Range"))
			.isEqualTo((status == 416) ? Optional.of("bytes */" + get(path).body().length) : Optional.empty());
	}

	@Test
	void tellsHowLargeAnArchiveIsWithoutSendingIt() throws Exception {
		read(upload("head", archive(NETWORK, "{}"), "application/zip"));
		HttpResponse<byte[]> head = send(request("/api/v1/models/head/archive").method("HEAD", BodyPublishers.noBody())
			.header("Range", "bytes=0-9"));
		assertThat(head.statusCode()).isEqualTo(200);
		assertThat(head.headers().firstValueAsLong("Content-Length"))
			.hasValue(get("/api/v1/models/head/archive").body().length);
		assertThat(head.headers().firstValue("Accept-Ranges")).hasValue("bytes");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Range: bytes=0-9                   | 206
			Range: lines=0-9                   | 200
			Range: bytes=0-9; If-Range: "old"  | 200
			Range: bytes=99999999-             | 416""")
	void sendsPartsOfThePageAlike(String headers, int status) throws Exception {
		HttpResponse<byte[]> response = get("/page/main.js", headers(headers, this.json.createObjectNode()));
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).get()
			.asString()
			.startsWith((status == 416) ? "application/problem+json" : "text/javascript");
	}

	private static String[] headers(String headers, JsonNode model) {
		String tag = "\"" + model.path("archiveSha256").asString("") + "\"";
		return Stream.of(headers.split("; "))
			.flatMap((header) -> Stream.of(header.replace("TAG", tag).split(": ", 2)))
			.toArray(String[]::new);
	}

	@Test
	void storesNothingOfAnArchiveThatItDidNotUnderstand() throws Exception {
		byte[] known = archive(NETWORK, "{}");
		String configuration = entry(known, "configuration.json").replaceFirst("\\{",
				"{\"evil\": {\"@class\": \"evil.Gadget\"},");
		byte[] archive = rewrite(known, "configuration.json", configuration.getBytes(StandardCharsets.UTF_8));
		assertThat(upload("rewritten", archive, "application/zip").statusCode()).isEqualTo(201);
		byte[] export = get("/api/v1/models/rewritten/archive").body();
		assertThat(new String(export, StandardCharsets.ISO_8859_1)).doesNotContain("evil");
	}

	@ParameterizedTest
	@ValueSource(strings = { "../../etc/passwd", "preprocessor.bin", "/configuration.json", "char-rnn.json/" })
	void refusesArchiveWithOtherEntries(String name) throws Exception {
		byte[] archive = rewrite(archive(NETWORK, "{}"), name, new byte[] { 1 });
		assertRefused(archive, "Only|only");
	}

	@Test
	void refusesDamagedArchives() throws Exception {
		byte[] archive = archive(NETWORK, "{}");
		assertRefused(new byte[0], "not a model archive");
		assertRefused("Hello".getBytes(StandardCharsets.UTF_8), "not a model archive");
		assertRefused(Arrays.copyOf(archive, archive.length / 2), "damaged|cut off");
		assertRefused(rewrite(archive, "coefficients.bin", new byte[10]), "coefficients.bin|damaged");
		assertRefused(rewrite(archive, "coefficients.bin", new byte[100_000_000]), "packed more|coefficients.bin");
		assertRefused(archive(NETWORK, "{\"engine\": 5}"), "provenance");
		assertRefused(archive(NETWORK, "{\"engine\": \"%s\"}".formatted("x".repeat(70_000))), "provenance");
	}

	private void assertRefused(byte[] archive, String detail) throws Exception {
		HttpResponse<byte[]> response = upload("refused-archive", archive, "application/zip");
		assertThat(response.statusCode()).as(() -> new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(422);
		assertThat(read(response).get("type").asString()).isEqualTo("urn:char-rnn:problem:invalid-archive");
		assertThat(read(response).get("detail").asString()).containsPattern(detail);
		assertThat(get("/api/v1/models/refused-archive").statusCode()).isEqualTo(404);
	}

	@Test
	void uploadsLeaveNoFiles(@Value("${charrnn.data-directory}") Path directory) throws Exception {
		upload("files", archive(NETWORK, "{}"), "application/zip");
		upload("files", new byte[1000], "application/zip");
		try (Stream<Path> files = Files.list(directory.resolve("spool"))) {
			assertThat(files).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "?name=a/b, 422, invalid-model-name", "?name=, 400, invalid-parameter",
			"?name=checkpoint_1, 422, invalid-model-name", "'', 400, missing-parameter" })
	void refusesName(String query, int status, String type) throws Exception {
		HttpResponse<byte[]> response = send(
				request("/api/v1/models" + query).POST(HttpRequest.BodyPublishers.ofByteArray(archive(NETWORK, "{}")))
					.header("Content-Type", "application/zip"));
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(read(response).get("type").asString()).isEqualTo("urn:char-rnn:problem:" + type);
	}

	@Test
	void listsVersionsNewestFirst() throws Exception {
		for (int version = 1; version <= 3; version++) {
			upload("listed", archive(NETWORK, "{}"), "application/zip");
		}
		JsonNode page = read(get("/api/v1/models?name=listed&limit=2"));
		assertThat(page.at("/items/0/reference").asString()).isEqualTo("listed:3");
		assertThat(page.at("/items/1/reference").asString()).isEqualTo("listed:2");
		JsonNode next = read(get("/api/v1/models?name=listed&limit=2&after=" + page.get("next").asString()));
		assertThat(next.at("/items/0/reference").asString()).isEqualTo("listed:1");
		assertThat(next.get("items").size()).isEqualTo(1);
		assertThat(next.get("next").isNull()).isTrue();
		assertThat(read(get("/api/v1/models")).get("items").size()).isGreaterThanOrEqualTo(3);
	}

	@ParameterizedTest
	@CsvSource({ "?limit=0, 422, out-of-bounds", "?limit=501, 422, out-of-bounds", "?limit=x, 400, invalid-parameter",
			"?after=x, 422, invalid-cursor" })
	void refusesPage(String query, int status, String type) throws Exception {
		HttpResponse<byte[]> response = get("/api/v1/models" + query);
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(read(response).get("type").asString()).isEqualTo("urn:char-rnn:problem:" + type);
	}

	@Test
	void deletesOneNamedVersion() throws Exception {
		upload("deleted", archive(NETWORK, "{}"), "application/zip");
		upload("deleted", archive(NETWORK, "{}"), "application/zip");
		HttpResponse<byte[]> bare = send(request("/api/v1/models/deleted").DELETE());
		assertThat(bare.statusCode()).isEqualTo(422);
		assertThat(read(bare).get("type").asString()).isEqualTo("urn:char-rnn:problem:model-version-required");
		assertThat(send(request("/api/v1/models/deleted:2").DELETE()).statusCode()).isEqualTo(204);
		assertThat(read(get("/api/v1/models/deleted")).get("version").asInt()).isEqualTo(1);
		assertThat(send(request("/api/v1/models/deleted:2").DELETE()).statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/absent", "/absent:1", "/absent/archive", "/checkpoint_x", "/a:b:c" })
	void knowsNoModelThatIsNotThere(String path) throws Exception {
		HttpResponse<byte[]> response = get("/api/v1/models" + path);
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(read(response).get("type").asString()).isEqualTo("urn:char-rnn:problem:model-not-found");
	}

	private static byte[] archive(LanguageModel model, String provenance) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ModelArchive.write(new ArchivedModel(model, null, 0, 0, provenance), out);
		return out.toByteArray();
	}

	/** Gives an entry other contents, or adds it. */
	private static String entry(byte[] archive, String name) throws IOException {
		try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
			while (!zip.getNextEntry().getName().equals(name)) {
				// the next one
			}
			return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static byte[] rewrite(byte[] archive, String name, byte[] bytes) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		boolean replaced = false;
		try (ZipInputStream from = new ZipInputStream(new ByteArrayInputStream(archive));
				ZipOutputStream to = new ZipOutputStream(out)) {
			for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
				to.putNextEntry(new ZipEntry(entry.getName()));
				boolean replace = entry.getName().equals(name);
				to.write(replace ? bytes : from.readAllBytes());
				replaced |= replace;
			}
			if (!replaced) {
				to.putNextEntry(new ZipEntry(name));
				if (!name.endsWith("/")) {
					to.write(bytes);
				}
			}
		}
		return out.toByteArray();
	}

	private static byte[] concatenate(byte[]... parts) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		List.of(parts).forEach(out::writeBytes);
		return out.toByteArray();
	}

	private HttpResponse<byte[]> upload(String name, byte[] body, String type) throws Exception {
		return send(request("/api/v1/models?name=" + name).POST(HttpRequest.BodyPublishers.ofByteArray(body))
			.header("Content-Type", type));
	}

	private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
		HttpRequest.Builder request = request(path);
		return send((headers.length > 0) ? request.headers(headers) : request);
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path));
	}

	private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
	}

	private JsonNode read(HttpResponse<byte[]> response) {
		return this.json.readTree(response.body());
	}

}
