package io.charrnn.openai;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class FileTests {

	private static final String TEXT = "Größe ist, was größer wird, 😀 sagt man.\n";

	@LocalServerPort
	private int port;

	private OpenAiPaths openAi;

	@BeforeEach
	void connect() {
		this.openAi = new OpenAiPaths(this.port);
	}

	@Test
	void makesACorpusOfAFile() {
		JsonNode file = OpenAiPaths.ok(upload("größe.txt"));
		assertThat(file.propertyNames()).containsExactly("id", "object", "bytes", "created_at", "filename", "purpose",
				"status");
		assertThat(file.get("object").asString()).isEqualTo("file");
		assertThat(file.get("bytes").asLong()).isEqualTo(TEXT.getBytes().length);
		assertThat(file.get("filename").asString()).isEqualTo("größe.txt");
		assertThat(file.get("purpose").asString()).isEqualTo("fine-tune");
		assertThat(file.get("status").asString()).isEqualTo("processed");
		String id = file.get("id").asString();
		assertThat(OpenAiPaths.ok(this.openAi.get("/v1/files/" + id))).isEqualTo(file);
		assertThat(this.openAi.get("/api/v1/corpora/" + id).statusCode()).isEqualTo(200);
	}

	@Test
	void saysWhatWasChangedInAFile() {
		JsonNode file = OpenAiPaths.ok(this.openAi.upload("/v1/files", "dos.txt",
				"one\r\ntwo\r\nthree\r\nfour five\r\n", "purpose", "fine-tune"));
		assertThat(file.get("status_details").asString())
			.isEqualTo("Line ends were converted to LF: 4 CR LF, 0 CR, 0 LF.");
		String path = "/v1/files/" + file.get("id").asString();
		assertThat(OpenAiPaths.ok(this.openAi.get(path))).isEqualTo(file);
		assertThat(this.openAi.get(path + "/content").body()).isEqualTo("one\ntwo\nthree\nfour five\n");
	}

	@Test
	void givesTheContentBack() {
		String id = OpenAiPaths.ok(upload("text.txt")).get("id").asString();
		HttpResponse<String> content = this.openAi.send("GET", "/v1/files/" + id + "/content", "", "", "Accept",
				"application/binary");
		assertThat(content.statusCode()).isEqualTo(200);
		assertThat(content.body()).isEqualTo(TEXT);
		assertThat(content.headers().firstValueAsLong("Content-Length")).hasValue(TEXT.getBytes().length);
		String tag = content.headers().firstValue("ETag").orElseThrow();
		String path = "/v1/files/" + id + "/content";
		HttpResponse<String> part = this.openAi.send("GET", path, "", "", "Range", "bytes=0-1", "If-Range", tag);
		assertThat(part.statusCode()).isEqualTo(206);
		assertThat(part.body()).isEqualTo("Gr");
		assertThat(this.openAi.send("GET", path, "", "", "If-None-Match", tag).statusCode()).isEqualTo(304);
		JsonNode error = OpenAiPaths.error(this.openAi.send("GET", path, "", "", "Range", "bytes=999-"), 416);
		assertThat(error.get("code").asString()).isEqualTo("range_not_satisfiable");
		error = OpenAiPaths.error(this.openAi.send("GET", path, "", "", "If-Match", "\"old\""), 412);
		assertThat(error.get("code").asString()).isEqualTo("precondition_failed");
	}

	@Test
	void losesNoFile() {
		String part = "--x\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"a\"\r\n\r\n" + TEXT + "\r\n";
		String form = part.formatted("file") + part.formatted("file") + "--x--\r\n";
		JsonNode error = OpenAiPaths
			.error(this.openAi.send("POST", "/v1/files", "multipart/form-data; boundary=x", form), 400);
		assertThat(error.get("code").asString()).isEqualTo("repeated_parameter");
		assertThat(error.get("param").asString()).isEqualTo("file");
	}

	@Test
	void pagesThroughFilesInBothOrders() {
		List<String> uploaded = new ArrayList<>();
		for (int count = 0; count < 3; count++) {
			uploaded.add(OpenAiPaths.ok(upload("page.txt")).get("id").asString());
		}
		List<String> newestFirst = pages("limit=2");
		List<String> oldestFirst = pages("order=asc&limit=2&purpose=fine-tune");
		assertThat(newestFirst).doesNotHaveDuplicates().containsAll(uploaded);
		assertThat(oldestFirst).hasSameElementsAs(newestFirst).isNotEqualTo(newestFirst);
		assertThat(OpenAiPaths.ok(this.openAi.get("/v1/files?purpose=batch")).get("data")).isEmpty();
	}

	@Test
	void deletesAFile() {
		String id = OpenAiPaths.ok(upload("gone.txt")).get("id").asString();
		JsonNode deleted = OpenAiPaths.ok(this.openAi.send("DELETE", "/v1/files/" + id, "", ""));
		assertThat(deleted.toString()).isEqualTo("{\"id\":\"%s\",\"object\":\"file\",\"deleted\":true}".formatted(id));
		JsonNode error = OpenAiPaths.error(this.openAi.get("/v1/files/" + id), 404);
		assertThat(error.get("code").asString()).isEqualTo("corpus_not_found");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>', textBlock = """
			limit=0      > limit   > limit must be from 1 to 10,000, but is 0.
			limit=x      > limit   > The parameter limit must be a whole number, but is "x".
			after=file-1 > after   > The parameter after must be an id, but is "file-1".
			order=random > order   > order must be "asc" or "desc", but is "random".""")
	void refusesListsThatCannotBe(String query, String param, String message) {
		JsonNode error = OpenAiPaths.error(this.openAi.get("/v1/files?" + query), 400);
		assertThat(error.get("param").asString()).isEqualTo(param);
		assertThat(error.get("message").asString()).isEqualTo(message);
	}

	@Test
	void refusesWhatIsNoFileToLearnFrom() {
		JsonNode error = OpenAiPaths.error(this.openAi.upload("/v1/files", "a.txt", TEXT, "purpose", "vision"), 400);
		assertThat(error.get("param").asString()).isEqualTo("purpose");
		error = OpenAiPaths.error(this.openAi.upload("/v1/files", "a.txt", TEXT), 400);
		assertThat(error.get("param").asString()).isEqualTo("purpose");
		error = OpenAiPaths.error(this.openAi.upload("/v1/files", "a.txt", "short", "purpose", "fine-tune"), 400);
		assertThat(error.get("code").asString()).isEqualTo("text_too_short");
		error = OpenAiPaths.error(this.openAi.upload("/v1/files", "a.txt", TEXT, "purpose", "fine-tune",
				"expires_after[seconds]", "3600"), 400);
		assertThat(error.get("param").asString()).isEqualTo("expires_after");
		error = OpenAiPaths.error(this.openAi.post("/v1/files", "{}"), 415);
		assertThat(error.get("code").asString()).isEqualTo("unsupported_media_type");
		error = OpenAiPaths.error(this.openAi.send("POST", "/v1/files", "multipart/form-data", "x"), 400);
		assertThat(error.get("code").asString()).isEqualTo("malformed_multipart");
	}

	private HttpResponse<String> upload(String name) {
		return this.openAi.upload("/v1/files", name, TEXT, "purpose", "fine-tune");
	}

	private List<String> pages(String query) {
		List<String> ids = new ArrayList<>();
		String after = "";
		boolean more = true;
		while (more) {
			JsonNode page = OpenAiPaths.ok(this.openAi.get("/v1/files?" + query + after));
			page.get("data").forEach((file) -> ids.add(file.get("id").asString()));
			assertThat(page.get("last_id").asString()).isEqualTo(ids.get(ids.size() - 1));
			after = "&after=" + ids.get(ids.size() - 1);
			more = page.get("has_more").asBoolean();
		}
		return ids;
	}

}
