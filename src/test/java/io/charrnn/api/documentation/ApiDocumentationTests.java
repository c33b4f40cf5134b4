package io.charrnn.api.documentation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.charrnn.testing.ApiSchemas;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springdoc.core.service.OpenAPIService;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class ApiDocumentationTests {

	private static final Pattern EVENT = Pattern.compile("(?:event: (?<name>\\w+)\n)?data: (?<data>.+)\n\n");

	private final HttpClient http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

	@Autowired
	private JsonMapper json;

	@Autowired
	private OpenAPIService documents;

	@LocalServerPort
	private int port;

	private JsonNode document;

	@BeforeEach
	void read() throws Exception {
		this.document = this.json.readTree(get("/v3/api-docs").body());
	}

	@Test
	void describesTheService() {
		assertThat(this.document.at("/info/title").asString()).isEqualTo("char-rnn-server");
		assertThat(this.document.at("/info/version").asString()).isNotEmpty();
		assertThat(this.document.at("/servers/0/url").asString()).isEqualTo("http://127.0.0.1:" + this.port);
		assertThat(this.document.at("/servers")).hasSize(1);
	}

	@Test
	void showsThemselvesInTheBrowser() throws Exception {
		HttpResponse<String> page = get("/swagger-ui");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.body()).contains("Swagger UI");
	}

	@Test
	void isMadeOnceForAllLanguages() throws Exception {
		HttpResponse<String> german = get("/v3/api-docs", "Accept-Language", "de");
		assertThat(german.body()).isEqualTo(get("/v3/api-docs", "Accept-Language", "fr, x-klingon").body());
		String tag = german.headers().firstValue("ETag").orElseThrow();
		assertThat(get("/v3/api-docs", "If-None-Match", tag).statusCode()).isEqualTo(304);
		assertThat(get("/v3/api-docs", "Accept-Language", "pl", "If-None-Match", tag).statusCode()).isEqualTo(304);
	}

	@Test
	void isKeptOnce() throws Exception {
		for (int number = 0; number < 30; number++) {
			get("/v3/api-docs", "Accept-Language", "x-l" + number);
			get("/v3/api-docs/swagger-config", "Accept-Language", "y-l" + number);
		}
		Object kept = ReflectionTestUtils.getField(this.documents, "cachedOpenAPI");
		assertThat((Map<?, ?>) kept).hasSize(1);
	}

	@Test
	void comesAsYaml() throws Exception {
		HttpResponse<String> yaml = get("/v3/api-docs.yaml");
		assertThat(yaml.statusCode()).isEqualTo(200);
		assertThat(yaml.body()).contains("title: char-rnn-server");
	}

	@Test
	void everyOperationIsNamedTaggedAndSaysWhatGoesWrong() {
		List<String> tags = this.document.get("tags").valueStream().map((tag) -> tag.get("name").asString()).toList();
		List<String> names = new ArrayList<>();
		operations().forEach((operation) -> {
			String name = operation.get("operationId").asString();
			names.add(name);
			assertThat(operation.has("summary")).as(name).isTrue();
			assertThat(operation.get("tags").valueStream().map(JsonNode::asString)).as(name)
				.isNotEmpty()
				.isSubsetOf(tags);
			boolean openAi = operation.get("tags").get(0).asString().equals("OpenAI");
			assertThat(operation.at("/responses/400/$ref").asString(""))
				.isEqualTo(openAi ? "" : "#/components/responses/Malformed");
			assertThat(operation.at("/responses/default/$ref").asString())
				.isEqualTo("#/components/responses/" + (openAi ? "OpenAiError" : "Otherwise"));
			assertThat(operation.get("responses").propertyNames()).as(name)
				.anyMatch((status) -> status.startsWith("2"));
		});
		assertThat(names).doesNotHaveDuplicates().contains("uploadCorpus", "getCorpusText");
	}

	@Test
	void describesEveryRefusalAsAProblem() {
		operations().forEach((operation) -> operation.get("responses").forEachEntry((status, response) -> {
			if (status.startsWith("4") || status.startsWith("5")) {
				assertThat(response.propertyNames()).as(operation.get("operationId") + " " + status)
					.containsExactly("$ref");
			}
		}));
	}

	@Test
	void everyProblemHasAnExample() {
		JsonNode responses = this.document.at("/components/responses");
		assertThat(responses.size()).isEqualTo(11);
		responses.valueStream()
			.filter((response) -> response.at("/content").has("application/problem+json"))
			.forEach((response) -> assertThat(response.at("/content/application~1problem+json/example/type").asString())
				.startsWith("urn:char-rnn:problem:"));
		assertThat(this.document.at("/components/schemas/Problem/required")).hasSize(4);
	}

	@Test
	void saysWhatEachUploadMayBe() {
		JsonNode upload = this.document.at("/paths/~1api~1v1~1corpora/post");
		assertThat(upload.at("/requestBody/content").propertyNames()).containsExactlyInAnyOrder("text/plain",
				"application/jsonl", "text/csv", "application/zip", "application/octet-stream");
		assertThat(upload.at("/requestBody/content").valueStream().distinct()).as("text, or bytes").hasSize(2);
		assertThat(upload.at("/responses").propertyNames()).contains("201", "400", "413", "422")
			.doesNotContain("200", "404");
	}

	@Test
	void saysWhatAnUploadedModelMayBe() {
		JsonNode upload = this.document.at("/paths/~1api~1v1~1models/post");
		assertThat(upload.at("/responses").propertyNames()).contains("201", "400", "413", "422").doesNotContain("200");
		assertThat(upload.at("/parameters/1/schema/enum").valueStream().map(JsonNode::asString)).containsExactly("dl4j",
				"safetensors");
	}

	@Test
	void namesEnumsAsJsonDoes() {
		assertThat(this.document.at("/components/schemas/Corpus/properties/id/type").asString()).isEqualTo("string");
		JsonNode parameters = this.document.at("/paths/~1api~1v1~1corpora/post/parameters");
		JsonNode normalization = parameters.valueStream()
			.filter((parameter) -> parameter.get("name").asString().equals("normalization"))
			.findFirst()
			.orElseThrow()
			.get("schema");
		assertThat(normalization.get("enum").valueStream().map(JsonNode::asString)).containsExactly("nfc", "none");
		assertThat(normalization.get("default").asString()).isEqualTo("nfc");
	}

	@Test
	void saysWhatIsAlwaysThereAndWhatMayBeNull() {
		JsonNode page = this.document.at("/components/schemas/PageCorpus");
		assertThat(page.get("required").valueStream().map(JsonNode::asString)).containsExactly("items");
		assertThat(page.at("/properties/next/type").valueStream().map(JsonNode::asString))
			.containsExactlyInAnyOrder("string", "null");
		assertThat(this.document.at("/components/schemas/Corpus/required")).hasSize(7);
	}

	@Test
	void hasExamplesThatItsSchemasDescribe() {
		ApiSchemas schemas = new ApiSchemas(this.document);
		Map<String, JsonNode> examples = new LinkedHashMap<>();
		schemas.examples().forEach((place, example) -> {
			if (!schemas.errors(place, example).isEmpty()) {
				examples.put(place + ": " + schemas.errors(place, example), example);
			}
		});
		assertThat(schemas.examples()).hasSizeGreaterThan(100);
		assertThat(examples).isEmpty();
	}

	@Test
	void describesEveryEvent() {
		assertThat(streams()).hasSize(6);
		streams().forEach((stream) -> {
			JsonNode events = stream.at("/schema/contentSchema/items/anyOf");
			assertThat(events).as(stream.toString()).isNotEmpty();
			events.findValuesAsString("$ref")
				.forEach((reference) -> assertThat(this.document.at(reference.substring(1)).isObject()).as(reference)
					.isTrue());
		});
	}

	@Test
	void hasExamplesOfEventsThatItsSchemasDescribe() {
		ApiSchemas schemas = new ApiSchemas(this.document);
		List<String> errors = new ArrayList<>();
		this.document.get("paths").forEachEntry((path, operations) -> operations.forEachEntry((method, operation) -> {
			String example = operation.at("/responses/200/content/text~1event-stream/example").asString("");
			Matcher event = EVENT.matcher(example);
			while (event.find()) {
				String name = Objects.requireNonNullElse(event.group("name"), "");
				errors.addAll(schemas.errorsOfEvent(method, path, name, event.group("data")));
			}
		}));
		assertThat(errors).isEmpty();
	}

	@Test
	void describesNothingThatIsNotReferredTo() {
		Set<String> referred = new HashSet<>(this.document.findValuesAsString("$ref"));
		assertThat(this.document.at("/components/schemas").propertyNames())
			.allMatch((name) -> referred.contains("#/components/schemas/" + name));
	}

	@Test
	void speaksOfNoLibrarysTypes() {
		assertThat(this.document.at("/components/schemas").propertyNames()).doesNotContain("JsonNode", "ObjectNode",
				"MultipartFile", "Resource");
	}

	private List<JsonNode> streams() {
		return operations().map((operation) -> operation.at("/responses/200/content/text~1event-stream"))
			.filter(JsonNode::isObject)
			.toList();
	}

	private Stream<JsonNode> operations() {
		return this.document.get("paths").valueStream().flatMap(JsonNode::valueStream);
	}

	private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path));
		return this.http.send(((headers.length > 0) ? request.headers(headers) : request).build(),
				BodyHandlers.ofString());
	}

}
