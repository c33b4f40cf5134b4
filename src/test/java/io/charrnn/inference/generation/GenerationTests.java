package io.charrnn.inference.generation;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.InferenceClient;
import io.charrnn.inference.InferenceClient.Event;
import io.charrnn.inference.serving.Request;
import io.charrnn.inference.serving.Requests;
import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.ParameterLayout;
import io.charrnn.problem.UnavailableException;
import io.charrnn.registry.Models;
import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ServiceTest
class GenerationTests {

	private static final String CYCLE = "ab😀c\td🙂e";

	private InferenceClient client;

	private int port;

	private String random;

	private String cycle;

	@Autowired
	private Requests requests;

	@BeforeEach
	void publish(@LocalServerPort int port, @Autowired Models models, @Autowired ContentStore content) {
		this.port = port;
		this.client = new InferenceClient(port, models, content);
		this.random = path(this.client.publish("random", Networks.random(Cell.LSTM, 2, 24, "abcdefgh é\n😀🙂")));
		this.cycle = path(this.client.publish("cycle", Networks.cycle(CYCLE)));
	}

	@Test
	void compilesNoPatternBeforeTheRequestHasAPlace() {
		List<Request> all = new ArrayList<>();
		try {
			assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> {
				while (true) {
					all.add(this.requests.begin());
				}
			});
			this.client.post(503, this.cycle, "{\"pattern\": \"(\"}");
		}
		finally {
			all.forEach(Request::close);
		}
		this.client.post(422, this.cycle, "{\"pattern\": \"(\"}");
	}

	@Test
	void goesOnFromThePrompt() {
		JsonNode response = this.client.post(200, this.cycle, """
				{"prompt": "ab", "maxCharacters": 8, "seed": 5}""");
		assertThat(response.at("/generations/0/text").asString()).isEqualTo("😀c\td🙂eab");
		assertThat(response.at("/generations/0/finishReason").asString()).isEqualTo("length");
		assertThat(response.at("/generations/0/seed").asLong()).isEqualTo(5);
		assertThat(response.at("/usage").toString()).isEqualTo("{\"promptCharacters\":2,\"generatedCharacters\":8}");
		assertThat(path(response.get("model").asString())).isEqualTo(this.cycle);
		assertThat(response.get("fingerprint").asString()).matches("[0-9a-f]{16}");
		assertThat(response.at("/timings/generationSeconds").asDouble()).isPositive();
	}

	@Test
	void textWithoutPromptBeginsAsALineDoes() {
		String lines = path(this.client.publish("lines", Networks.cycle("ab\ncd")));
		JsonNode response = this.client.post(200, lines, """
				{"maxCharacters": 3, "includePrompt": true}""");
		assertThat(response.at("/generations/0/text").asString()).isEqualTo("cda");
		assertThat(response.at("/usage/promptCharacters").asInt()).isZero();
		assertThat(text(this.random, "{\"seed\": 1}"))
			.isEqualTo(text(this.random, "{\"prompt\": \"\\n\", \"seed\": 1}"));
	}

	@Test
	void modelWithoutLineBreaksBeginsWithWhatItSaysAboutTheZeroState() {
		assertThat(text(this.cycle, "{\"maxCharacters\": 3}")).isEqualTo("ab😀");
		assertThat(text(this.cycle, "{\"prompt\": \"\", \"maxCharacters\": 3}")).isEqualTo("ab😀");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			["c\\\\td"]         | ab😀       | stop
			["😀"]              | ab         | stop
			["b", "ab"]         | ''         | stop
			["eab", "🙂e"]      | ab😀cNd    | stop
			["zzz", "ea"]       | ab😀cNd🙂  | stop
			["cb", "abc"]       | ab😀cNd🙂eab | length
			[]                  | ab😀cNd🙂eab | length
			""")
	void endsBeforeTheFirstStopString(String stop, String text, String reason) {
		String body = "{\"maxCharacters\": 10, \"stop\": %s}".formatted(stop.replace("\\\\", "\\"));
		JsonNode generation = this.client.post(200, this.cycle, body).at("/generations/0");
		assertThat(generation.get("text").asString()).isEqualTo(text.replace('N', '\t'));
		assertThat(generation.get("finishReason").asString()).isEqualTo(reason);
		assertThat(streamedText(this.client.stream(this.cycle, body), 0)).isEqualTo(text.replace('N', '\t'));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			"stop": ["😀"]                                         | 2 | "stop":"😀"
			"stop": ["😀"], "includeStop": true                    | 3 | "stop":"😀"
			"stop": ["😀"], "minCharacters": 2                     | 2 | "stop":"😀"
			"stop": ["😀"], "minCharacters": 3                     | 10 | "stop":"😀"
			"stop": ["b😀", "x"], "minCharacters": 2, "includeStop": true | 11 | "stop":"b😀"
			"maxCharacters": 2, "stop": ["😀"], "includeStop": true | 2 | "length"
			"stop": ["😀"], "minCharacters": 200                   | 200 | "length\"""")
	void endsAfterSoManyCharactersWithTheStopStringIfAskedFor(String fields, int characters, String end) {
		JsonNode generation = this.client.post(200, this.cycle, "{\"n\": 1, %s}".formatted(fields))
			.at("/generations/0");
		String text = generation.get("text").asString();
		assertThat(text.codePointCount(0, text.length())).as(text).isEqualTo(characters);
		assertThat(generation.toString()).contains(end);
		List<InferenceClient.Event> events = this.client.stream(this.cycle, "{\"n\": 1, %s}".formatted(fields));
		assertThat(events.get(events.size() - 2).data().toString()).contains(end);
	}

	@Test
	void countsCharactersOfTheStopStringAsGenerated() {
		assertThat(this.client.post(200, this.cycle, """
				{"maxCharacters": 10, "stop": ["b😀c"]}""").at("/usage/generatedCharacters").asInt()).isEqualTo(4);
	}

	@Test
	void includesThePromptAsItWasReadOnRequest() {
		String body = """
				{"prompt": "xay", "maxCharacters": 1, "n": 2, "includePrompt": true, "unknownCharacters": "skip"}""";
		JsonNode response = this.client.post(200, this.cycle, body);
		assertThat(response.at("/generations/0/text").asString()).isEqualTo("ab");
		assertThat(response.at("/generations/1/text").asString()).isEqualTo("ab");
		assertThat(response.at("/usage/promptCharacters").asInt()).isEqualTo(1);
		assertThat(streamedText(this.client.stream(this.cycle, body), 1)).isEqualTo("ab");
	}

	@Test
	void everyTextOfManyCanBeHadAloneByItsSeed() {
		JsonNode generations = this.client.post(200, this.random, """
				{"prompt": "a", "maxCharacters": 50, "n": 4, "seed": 9007199254740990}""").get("generations");
		Set<String> texts = new HashSet<>();
		for (JsonNode generation : generations) {
			long seed = generation.get("seed").asLong();
			assertThat(seed).isBetween(0L, 9007199254740991L);
			texts.add(generation.get("text").asString());
			assertThat(text(this.random, "{\"prompt\": \"a\", \"maxCharacters\": 50, \"seed\": %d}".formatted(seed)))
				.isEqualTo(generation.get("text").asString());
		}
		assertThat(generations.at("/2/seed").asLong()).isZero();
		assertThat(texts).hasSize(4);
	}

	@Test
	void drawsSeedIfNoneIsGivenAndSaysWhich() {
		JsonNode first = this.client.post(200, this.random, "{}").at("/generations/0");
		JsonNode second = this.client.post(200, this.random, "{}").at("/generations/0");
		assertThat(first.get("seed")).isNotEqualTo(second.get("seed"));
		assertThat(first.get("text").asString().codePoints().count()).isEqualTo(200);
		assertThat(text(this.random, "{\"seed\": %d}".formatted(first.get("seed").asLong())))
			.isEqualTo(first.get("text").asString());
	}

	@Test
	void temperatureZeroNeedsNoSeed() {
		assertThat(text(this.random, "{\"temperature\": 0}")).isEqualTo(text(this.random, "{\"temperature\": 0}"))
			.isEqualTo(text(this.random, "{\"topK\": 1}"))
			.isEqualTo(text(this.random, "{\"topP\": 0.00001}"))
			.isEqualTo(text(this.random, "{\"minP\": 1}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ", \"temperature\": 0.5, \"topK\": 5, \"topP\": 0.9, \"minP\": 0.05",
			", \"stop\": [\"ab\", \"😀e\"], \"n\": 5" })
	void streamsTheSameText(String settings) {
		String body = "{\"prompt\": \"bad\", \"seed\": 3, \"maxCharacters\": 3000%s}".formatted(settings);
		JsonNode expected = this.client.post(200, this.random, body);
		List<Event> events = this.client.stream(this.random, body);
		int index = 0;
		for (JsonNode generation : expected.get("generations")) {
			assertThat(streamedText(events, index)).isEqualTo(generation.get("text").asString());
			int wanted = index++;
			JsonNode done = events(events, "done").stream()
				.filter((event) -> event.get("index").asInt() == wanted)
				.findFirst()
				.orElseThrow();
			assertThat(done.get("finishReason")).isEqualTo(generation.get("finishReason"));
			assertThat(done.get("seed")).isEqualTo(generation.get("seed"));
		}
		assertThat(events(events, "done")).hasSize(index);
		JsonNode usage = events.get(events.size() - 1).data();
		assertThat(events.get(events.size() - 1).name()).isEqualTo("usage");
		assertThat(usage.get("promptCharacters").asInt()).isEqualTo(3);
		assertThat(usage.get("generatedCharacters")).isEqualTo(expected.at("/usage/generatedCharacters"));
		assertThat(usage.get("fingerprint")).isEqualTo(expected.get("fingerprint"));
		assertThat(usage.get("model")).isEqualTo(expected.get("model"));
	}

	@Test
	void streamHasNoHalfCharacters() {
		List<Event> events = this.client.stream(this.cycle, "{\"maxCharacters\": 20000}");
		StringBuilder whole = new StringBuilder();
		for (JsonNode part : events(events, "text")) {
			String text = part.get("text").asString();
			assertThat(Character.isLowSurrogate(text.charAt(0))).isFalse();
			assertThat(Character.isHighSurrogate(text.charAt(text.length() - 1))).isFalse();
			whole.append(text);
		}
		assertThat(whole.toString()).isEqualTo(CYCLE.repeat(2500));
	}

	@Test
	void fieldStreamAndAcceptHeaderAskForEvents() throws IOException {
		assertContentType("{\"stream\": true}", "application/json", "text/event-stream");
		assertContentType("{\"stream\": true}", "*/*", "text/event-stream");
		assertContentType("{}", "text/event-stream", "text/event-stream");
		assertContentType("{}", "application/json, text/event-stream", "application/json");
		assertContentType("{}", "*/*", "application/json");
		assertContentType("{\"stream\": false}", "text/event-stream, application/json", "application/json");
		assertContentType("{\"stream\": false}", "text/event-stream", "application/json");
		assertContentType("{}", "text/event-stream, application/json", "application/json");
		assertContentType("{}", "text/html", "application/problem+json");
	}

	@Test
	void refusalOfStreamIsAProblemWithItsStatus() throws IOException {
		HttpResponse<InputStream> response = this.client.open(this.random, "{\"prompt\": \"Z\"}", "text/event-stream");
		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(new String(response.body().readAllBytes(), StandardCharsets.UTF_8)).contains("unknown-character");
	}

	@Test
	void firstCharacterComesBeforeTheLastIsWritten() throws IOException {
		HttpResponse<InputStream> response = this.client.open(this.random,
				"{\"maxCharacters\": 100000, \"n\": 16, \"stream\": true}", "*/*");
		try (InputStream body = response.body()) {
			assertThat(new String(body.readNBytes(12), StandardCharsets.UTF_8)).isEqualTo("event: text\n");
		}
	}

	@ParameterizedTest
	@EnumSource
	void concurrentRequestsGetTheTextsThatTheyGetAlone(Cell cell) throws Exception {
		String path = path(
				this.client.publish("concurrent", Networks.random(cell, 2, 24, "abcdefghijklmnopqrstuvwxyz 😀")));
		List<String> bodies = IntStream.range(0, 120)
			.mapToObj((seed) -> """
					{"prompt": "%s", "seed": %d, "maxCharacters": %d, "temperature": %s, "topP": %s, "stop": ["qz"]}"""
				.formatted("abc de".repeat(seed % 7), seed, 100 + 37 * (seed % 50), 0.5 + seed % 3, 1 - seed % 5 * 0.1))
			.toList();
		List<String> alone = bodies.stream().map((body) -> text(path, body)).toList();
		ExecutorService threads = Executors.newFixedThreadPool(40);
		try {
			List<Callable<String>> requests = new ArrayList<>();
			for (String body : bodies) {
				requests.add(() -> text(path, body));
				requests.add(() -> streamedText(this.client.stream(path, body), 0));
			}
			List<Future<String>> together = threads.invokeAll(requests);
			for (int request = 0; request < requests.size(); request++) {
				assertThat(together.get(request).get()).isEqualTo(alone.get(request / 2));
			}
		}
		finally {
			threads.shutdown();
		}
	}

	@Test
	void vanishedClientEndsTheWork() throws IOException {
		String body = "{\"maxCharacters\": 100000, \"n\": 16, \"stream\": true}";
		for (int request = 0; request < 4; request++) {
			HttpResponse<InputStream> response = this.client.open(this.random, body, "*/*");
			assertThat(response.body().readNBytes(100)).hasSize(100);
			response.body().close();
		}
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.requests.count() == 0);
	}

	@Test
	void vanishedClientThatDoesNotStreamEndsTheWorkWithinAHeartbeat() throws IOException {
		String path = path(this.client.publish("slow", Networks.random(Cell.LSTM, 2, 256, "ab\n")));
		String body = "{\"maxCharacters\": 100000, \"n\": 16}";
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.getOutputStream()
				.write("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
					.formatted(path, body.length(), body)
					.getBytes(StandardCharsets.UTF_8));
			Awaitility.await().until(() -> this.requests.count() == 1);
		}
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> this.requests.count() == 0);
	}

	@Test
	void failureAfterTheFirstEventIsAnEvent() {
		LanguageModel network = Networks.cycle("abc");
		ParameterLayout layout = new ParameterLayout(network.architecture());
		float[] parameters = network.parameters().clone();
		// the score of c overflows after b
		parameters[layout.outputBias() + 2] = -3e38f;
		parameters[layout.outputWeights() + 2 * 3 + 1] = -3e38f;
		String path = path(this.client.publish("overflowing",
				new LanguageModel(network.architecture(), network.alphabet(), parameters)));
		List<Event> events = this.client.stream(path, "{\"prompt\": \"\"}");
		assertThat(streamedText(events, 0)).isEqualTo("ab");
		Event last = events.get(events.size() - 1);
		assertThat(events).extracting(Event::name).containsOnlyOnce("error").doesNotContain("done", "usage");
		assertThat(last.name()).isEqualTo("error");
		assertThat(last.data().get("type").asString()).isEqualTo("urn:char-rnn:problem:model-output-not-finite");
		assertThat(last.data().get("status").asInt()).isEqualTo(422);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{"maxCharacters": 0}              | 422 | out-of-bounds  | maxCharacters must be from 1 to 100000, but is 0
					{"maxCharacters": 100001}         | 422 | out-of-bounds  | maxCharacters
					{"maxCharacters": -5}             | 422 | out-of-bounds  | maxCharacters
					{"maxCharacters": 99999999999}    | 400 | wrong-type     | maxCharacters
					{"n": 0}                          | 422 | out-of-bounds  | n must be from 1 to 16
					{"n": 17}                         | 422 | out-of-bounds  | n must be
					{"temperature": -0.1}             | 422 | out-of-bounds  | temperature
					{"temperature": 1e9}              | 422 | out-of-bounds  | temperature
					{"temperature": NaN}              | 400 | malformed-json | JSON
					{"temperature": "NaN"}            | 400 | wrong-type     | temperature
					{"topK": 0}                       | 422 | out-of-bounds  | topK must be from 1
					{"topP": 0}                       | 422 | out-of-bounds  | topP must be more than 0
					{"topP": 1.01}                    | 422 | out-of-bounds  | topP
					{"minP": -0.01}                   | 422 | out-of-bounds  | minP must be from 0 to 1
					{"minP": 1.01}                    | 422 | out-of-bounds  | minP
					{"seed": -1}                      | 422 | out-of-bounds  | seed must be from 0
					{"seed": 9007199254740992}        | 422 | out-of-bounds  | seed
					{"stop": [""]}                    | 422 | out-of-bounds  | stop[0] must have from 1
					{"stop": ["a", ""]}               | 422 | out-of-bounds  | stop[1]
					{"stop": ["a", null]}             | 422 | out-of-bounds  | stop[1]
					{"minCharacters": 201}            | 422 | out-of-bounds  | minCharacters must be from 0 to 200, but is 201
					{"minCharacters": 1, "pattern": "a"} | 422 | out-of-bounds | left out with pattern
					{"stop": "a"}                     | 400 | wrong-type     | stop must be an array
					{"stop": ["1","2","3","4","5","6","7","8","9","0","1","2","3","4","5","6","7"]} | 422 | out-of-bounds | at most 16
					{"beamWidth": 4}                  | 400 | unknown-field  | beamWidth
					{"prompt": 1}                     | 400 | wrong-type     | prompt
					{"prompt": "Z"}                   | 422 | unknown-character | U+005A
					{"prompt": "a\\ud800"}           | 400 | wrong-type     | prompt must be a string, but has a lone surrogate
					{"stop": ["\\ude00"]}            | 400 | wrong-type     | stop[0] must be a string, but has a lone surrogate
					{"pattern": "\\ud83d"}           | 400 | wrong-type     | pattern must be a string, but has a lone surrogate
					{"characterBias": {"\\ud83d": 1}} | 400 | malformed-json | surrogate
					[]                                | 400 | wrong-type     | object
					""")
	void refuses(String body, int status, String type, String detail) {
		JsonNode problem = this.client.post(status, this.random, body);
		assertThat(problem.get("type").asString()).isEqualTo("urn:char-rnn:problem:" + type);
		assertThat(problem.get("detail").asString()).contains(detail);
	}

	@Test
	void refusesPromptAndStopStringThatAreTooLong() {
		assertThat(this.client.post(422, this.random, "{\"prompt\": \"%s\"}".formatted("😀".repeat(100_001)))
			.get("detail")
			.asString()).contains("prompt must have at most 100,000 characters, but has 100,001");
		assertThat(this.client.post(422, this.random, "{\"stop\": [\"%s\"]}".formatted("a".repeat(257)))
			.get("detail")
			.asString()).contains("stop[0]", "257");
		assertThat(text(this.random,
				"{\"prompt\": \"%s\", \"stop\": [\"%s\"]}".formatted("😀".repeat(100_000), "a".repeat(256))))
			.isNotEmpty();
	}

	private void assertContentType(String body, String accept, String expected) throws IOException {
		HttpResponse<InputStream> response = this.client.open(this.random, body, accept);
		response.body().close();
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith(expected);
	}

	private String text(String path, String body) {
		return this.client.post(200, path, body).at("/generations/0/text").asString();
	}

	private static String streamedText(List<Event> events, int index) {
		StringBuilder text = new StringBuilder();
		events(events, "text").stream()
			.filter((part) -> part.get("index").asInt() == index)
			.forEach((part) -> text.append(part.get("text").asString()));
		return text.toString();
	}

	private static List<JsonNode> events(List<Event> events, String name) {
		return events.stream().filter((event) -> event.name().equals(name)).map(Event::data).toList();
	}

	private static String path(String reference) {
		return "/api/v1/models/%s/generations".formatted(reference);
	}

}
