package io.charrnn.inference.sessions;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.InferenceClient;
import io.charrnn.inference.InferenceClient.Event;
import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.registry.Models;
import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class SessionTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String ALPHABET = "abcdefgh é\n😀🙂";

	private InferenceClient client;

	private String reference;

	private String model;

	@Autowired
	private JdbcClient jdbc;

	@BeforeEach
	void publish(@LocalServerPort int port, @Autowired Models models, @Autowired ContentStore content) {
		this.client = new InferenceClient(port, models, content);
		use(Networks.random(Cell.LSTM, 2, 24, ALPHABET));
	}

	@ParameterizedTest
	@EnumSource
	void feedingInPiecesLeadsToTheStateOfFeedingAtOnce(Cell cell) {
		use(Networks.random(cell, 2, 16, ALPHABET));
		String pieces = create("{}");
		for (String piece : List.of("b", "ad 😀 ca", "b", " fed é\\n")) {
			this.client.post(200, pieces + "/characters", "{\"text\": \"%s\"}".formatted(piece));
		}
		String atOnce = create("{\"text\": \"bad 😀 cab fed é\\n\"}");
		assertThat(get(200, pieces + "/state")).isEqualTo(get(200, atOnce + "/state"));
		assertThat(get(200, pieces).get("position").asInt()).isEqualTo(16);
		assertThat(this.client.post(200, pieces + "/predictions", "{\"top\": 20, \"length\": 2}").get("predictions"))
			.isEqualTo(this.client
				.post(200, this.model + "/predictions",
						"{\"text\": \"bad 😀 cab fed é\\n\", \"top\": 20, \"length\": 2}")
				.get("predictions"));
	}

	@Test
	void emptySessionPredictsAsTheModelDoesWithoutText() {
		assertThat(this.client.post(200, create("{}") + "/predictions", "{}").get("predictions"))
			.isEqualTo(this.client.post(200, this.model + "/predictions", "{\"text\": \"\"}").get("predictions"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ", \"stop\": [\"a\"]", ", \"stop\": [\"ab\", \"dcb\"], \"minCharacters\": 60",
			", \"stop\": [\"ab\", \"dcb\"], \"minCharacters\": 60, \"includeStop\": true",
			", \"stop\": [\"never that\"]", ", \"includePrompt\": true, \"logProbabilities\": 1",
			", \"pattern\": \"[a-e]{3,}.\"", ", \"includePrompt\": true",
			", \"temperature\": 0.4, \"presencePenalty\": 1",
			", \"repetitionPenalty\": 1.5, \"penaltyWindow\": 5, \"noRepeatNgramSize\": 3" })
	void writesWhatTheModelWritesAndStandsAfterIt(String settings) {
		String session = create("{\"text\": \"bad\"}");
		JsonNode written = this.client.post(200, session + "/generations",
				"{\"prompt\": \" cab\", \"seed\": 3, \"maxCharacters\": 100%s}".formatted(settings));
		String text = written.at("/generations/0/text").asString().replaceFirst("^ cab", "");
		String expected = this.client
			.post(200, this.model + "/generations",
					"{\"prompt\": \"bad cab\", \"seed\": 3, \"maxCharacters\": 100%s}".formatted(settings))
			.at("/generations/0/text")
			.asString()
			.replaceFirst("^bad cab", "");
		assertThat(text).isEqualTo(expected);
		String fed = create(JSON.createObjectNode().put("text", "bad cab" + text).toString());
		assertThat(get(200, session + "/state")).isEqualTo(get(200, fed + "/state"));
	}

	@Test
	void emptySessionBeginsToWriteAsTheModelDoesWithoutPrompt() {
		String session = create("{}");
		String written = this.client.post(200, session + "/generations", "{\"seed\": 3, \"maxCharacters\": 50}")
			.at("/generations/0/text")
			.asString();
		assertThat(written).isEqualTo(this.client.post(200, this.model + "/generations", """
				{"seed": 3, "maxCharacters": 50}""").at("/generations/0/text").asString());
		String next = this.client.post(200, session + "/generations", "{\"seed\": 4, \"maxCharacters\": 50}")
			.at("/generations/0/text")
			.asString();
		assertThat(next).isEqualTo(
				this.client
					.post(200, this.model + "/generations",
							JSON.createObjectNode()
								.put("prompt", "\n" + written)
								.put("seed", 4)
								.put("maxCharacters", 50)
								.toString())
					.at("/generations/0/text")
					.asString());
	}

	@Test
	void streamsWhatItWrites() {
		String session = create("{\"text\": \"bad\"}");
		String copy = forked(session, "{}");
		String text = this.client.stream(session + "/generations", "{\"seed\": 3, \"maxCharacters\": 100}")
			.stream()
			.filter((event) -> event.name().equals("text"))
			.map((event) -> event.data().get("text").asString())
			.reduce("", String::concat);
		assertThat(text).isEqualTo(this.client.post(200, copy + "/generations", "{\"seed\": 3, \"maxCharacters\": 100}")
			.at("/generations/0/text")
			.asString());
		assertThat(get(200, session + "/state")).isEqualTo(get(200, copy + "/state"));
	}

	@Test
	void streamThatComesTooLateEndsWithAnError() {
		String session = create("{\"text\": \"bad\"}");
		ExecutorService thread = Executors.newSingleThreadExecutor();
		try {
			Future<List<Event>> stream = thread.submit(() -> this.client.stream(session + "/generations", """
					{"seed": 3, "maxCharacters": 100000}"""));
			this.client.post(200, session + "/characters", "{\"text\": \"a\"}");
			List<Event> events = stream.get();
			Event last = events.get(events.size() - 1);
			boolean first = last.name().equals("usage") && get(200, session).get("position").asInt() == 100_004;
			assertThat(first || last.name().equals("error")
					&& last.data().get("type").asString().equals("urn:char-rnn:problem:session-changed"))
				.isTrue();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
		finally {
			thread.shutdown();
		}
	}

	@Test
	void tellsTheProbabilityOfAPromptsFirstCharacterIfSomethingStandsBeforeIt() {
		String settings = "{\"prompt\": \"%s\", \"maxCharacters\": 1, \"includePrompt\": true, \"logProbabilities\": 1}";
		JsonNode whole = this.client.post(200, this.model + "/generations", settings.formatted("bad cab"))
			.at("/generations/0/logProbabilities");
		JsonNode part = this.client
			.post(200, create("{\"text\": \"bad\"}") + "/generations", settings.formatted(" cab"))
			.at("/generations/0/logProbabilities");
		assertThat(part.get(0).get("logProbability").isNumber()).isTrue();
		for (int index = 0; index < 4; index++) {
			assertThat(part.get(index)).isEqualTo(whole.get(3 + index));
		}
		JsonNode first = this.client.post(200, create("{}") + "/generations", settings.formatted("bad"))
			.at("/generations/0/logProbabilities/0");
		assertThat(first.get("logProbability").isNull()).isTrue();
	}

	@Test
	void returnsToAMark() {
		String session = create("{\"text\": \"bad\"}");
		JsonNode before = get(200, session + "/state");
		this.client.post(200, session + "/characters", "{\"text\": \" cab\"}");
		this.client.post(200, session + "/generations", "{\"maxCharacters\": 10}");
		assertThat(causes(session)).containsExactly("generated", "fed", "created");
		JsonNode rewound = this.client.post(200, session + "/rewind", "{\"mark\": 0}");
		assertThat(rewound.get("position").asInt()).isEqualTo(3);
		assertThat(rewound.get("mark").asInt()).isZero();
		assertThat(get(200, session + "/state")).isEqualTo(before);
		assertThat(causes(session)).containsExactly("created");
		assertThat(this.client.post(422, session + "/rewind", "{\"mark\": 1}").get("detail").asString())
			.contains("mark must be the number of one of its marks, but is 1");
	}

	@Test
	void writesTheSameTextInACopyAndAfterReturning() {
		String session = create("{\"text\": \"bad\"}");
		String body = "{\"seed\": 3, \"maxCharacters\": 60, \"repetitionPenalty\": 1.5, \"penaltyWindow\": 5, "
				+ "\"noRepeatNgramSize\": 3}";
		JsonNode first = this.client.post(200, session + "/generations", body).get("generations");
		String copy = forked(session, "{\"mark\": 0}");
		assertThat(this.client.post(200, copy + "/generations", body).get("generations")).isEqualTo(first);
		this.client.post(200, session + "/rewind", "{\"mark\": 0}");
		assertThat(this.client.post(200, session + "/generations", body).get("generations")).isEqualTo(first);
	}

	@Test
	void copyGoesItsOwnWay() {
		String session = create("{\"text\": \"bad\"}");
		this.client.post(200, session + "/characters", "{\"text\": \" cab\"}");
		String copy = forked(session, "{}");
		String early = forked(session, "{\"mark\": 0}");
		assertThat(get(200, copy + "/state")).isEqualTo(get(200, session + "/state"));
		assertThat(get(200, early).get("position").asInt()).isEqualTo(3);
		this.client.post(200, early + "/characters", "{\"text\": \" cab\"}");
		assertThat(get(200, early + "/state")).isEqualTo(get(200, session + "/state"));
		assertThat(this.client.send("DELETE", session, "text/plain", new byte[0]).statusCode()).isEqualTo(204);
		get(404, session);
		assertThat(get(200, copy).get("position").asInt()).isEqualTo(7);
	}

	@Test
	void goesOnFromAnExportedState() {
		String session = create("{\"text\": \"bad\"}");
		JsonNode state = get(200, session + "/state");
		String imported = create("{\"state\": %s, \"text\": \" cab\"}".formatted(state));
		this.client.post(200, session + "/characters", "{\"text\": \" cab\"}");
		assertThat(get(200, imported + "/state")).isEqualTo(get(200, session + "/state"));
		assertThat(get(200, imported).get("position").asInt()).isEqualTo(7);
	}

	@Test
	void refusesStatesOfOtherModels() {
		JsonNode state = get(200, create("{\"text\": \"bad\"}") + "/state");
		String fingerprint = state.get("fingerprint").asString();
		use(Networks.random(Cell.GRU, 1, 8, ALPHABET));
		assertThat(this.client.post(422, this.model + "/sessions", "{\"state\": %s}".formatted(state))
			.get("detail")
			.asString()).contains("state.fingerprint must be that of", fingerprint);
		String own = get(200, create("{}") + "/state").get("fingerprint").asString();
		for (String vectors : List.of("", "AAAA", "!", "AADAfw==".repeat(8))) {
			assertThat(
					this.client
						.post(422, this.model + "/sessions",
								"""
										{"state": {"fingerprint": "%s", "position": 1, "vectors": "%s"}}"""
									.formatted(own, vectors))
						.get("type")
						.asString())
				.isEqualTo("urn:char-rnn:problem:invalid-state");
		}
	}

	@Test
	void ofTwoChangesAtOnceOneIsKept() throws Exception {
		String session = create("{}");
		ExecutorService threads = Executors.newFixedThreadPool(8);
		int kept = 0;
		try {
			List<Callable<Integer>> requests = new ArrayList<>();
			for (int number = 0; number < 24; number++) {
				requests.add(
						() -> this.client
							.send("POST", session + "/characters", "application/json",
									"{\"text\": \"bad cab \"}".getBytes(StandardCharsets.UTF_8))
							.statusCode());
			}
			for (Future<Integer> status : threads.invokeAll(requests)) {
				assertThat(status.get()).isIn(200, 409);
				kept += (status.get() == 200) ? 1 : 0;
			}
		}
		finally {
			threads.shutdown();
		}
		assertThat(kept).isPositive();
		assertThat(get(200, session).get("position").asInt()).isEqualTo(8 * kept);
		String alone = create("{\"text\": \"%s\"}".formatted("bad cab ".repeat(kept)));
		assertThat(get(200, session + "/state")).isEqualTo(get(200, alone + "/state"));
	}

	@Test
	void keepsTheNewestMarks() {
		String session = create("{}");
		for (int number = 1; number <= 70; number++) {
			this.client.post(200, session + "/characters", "{\"text\": \"a\"}");
		}
		JsonNode marks = get(200, session + "/marks").get("items");
		assertThat(marks.size()).isEqualTo(64);
		assertThat(marks.at("/0/number").asInt()).isEqualTo(70);
		assertThat(marks.at("/63/number").asInt()).isEqualTo(7);
	}

	@Test
	void isNotFoundWhenItHasExpired() {
		String session = create("{\"text\": \"bad\"}");
		String id = session.substring(session.lastIndexOf('/') + 1);
		this.jdbc.sql("UPDATE session SET expires_at = 1 WHERE id = ?").param(id).update();
		assertThat(get(404, session).get("type").asString()).isEqualTo("urn:char-rnn:problem:session-not-found");
		this.client.post(404, session + "/characters", "{\"text\": \"a\"}");
	}

	@Test
	void useKeepsASession() {
		String session = create("{\"text\": \"bad\"}");
		String id = session.substring(session.lastIndexOf('/') + 1);
		long expiry = count("SELECT expires_at FROM session WHERE id = ?", id);
		this.jdbc.sql("UPDATE session SET expires_at = expires_at - 3600000 WHERE id = ?").param(id).update();
		this.client.post(200, session + "/predictions", "{}");
		assertThat(count("SELECT expires_at FROM session WHERE id = ?", id)).isGreaterThanOrEqualTo(expiry);
	}

	@Test
	void canBeShownAndDeletedButNotGoOnWithoutItsModel() {
		String session = create("{\"text\": \"bad\"}");
		JsonNode before = get(200, session);
		assertThat(
				this.client.send("DELETE", "/api/v1/models/" + this.reference, "text/plain", new byte[0]).statusCode())
			.isEqualTo(204);
		assertThat(get(200, session)).isEqualTo(before);
		assertThat(get(200, session + "/marks").get("items")).hasSize(1);
		assertThat(get(404, session + "/state").get("type").asString())
			.isEqualTo("urn:char-rnn:problem:model-not-found");
		this.client.post(404, session + "/characters", "{\"text\": \"a\"}");
		assertThat(this.client.send("DELETE", session, "text/plain", new byte[0]).statusCode()).isEqualTo(204);
		assertThat(get(404, session).get("type").asString()).isEqualTo("urn:char-rnn:problem:session-not-found");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/characters  | {"text": ""}                      | 422 | out-of-bounds     | text must have at least 1
			/characters  | {"text": "Z"}                     | 422 | unknown-character | U+005A
			/characters  | {}                                | 400 | missing-field     | text
			/characters  | {"text": "a", "learningRate": 1}  | 422 | out-of-bounds     | learningRate must be left out
			/characters  | {"text": "ab", "learn": true, "learningRate": 0.2} | 422 | out-of-bounds | learningRate
			/characters  | {"text": "a", "learn": true}      | 422 | out-of-bounds     | from 2 to 20,000
			/generations | {"n": 2}                          | 422 | out-of-bounds     | n must be 1
			/generations | {"bestOf": 2}                     | 422 | out-of-bounds     | bestOf must be 1
			/generations | {"maxCharacters": 0}              | 422 | out-of-bounds     | maxCharacters
			/generations | {"prompt": "Z"}                   | 422 | unknown-character | U+005A
			/predictions | {"top": 0}                        | 422 | out-of-bounds     | top must be
			/fork        | {"mark": 9}                       | 422 | out-of-bounds     | mark must be
			/rewind      | {"mark": -1}                      | 422 | out-of-bounds     | mark must be
			/rewind      | {}                                | 400 | wrong-type        | mark
			""")
	void refuses(String call, String body, int status, String type, String detail) {
		JsonNode problem = this.client.post(status, create("{\"text\": \"bad\"}") + call, body);
		assertThat(problem.get("type").asString()).isEqualTo("urn:char-rnn:problem:" + type);
		assertThat(problem.get("detail").asString()).contains(detail);
	}

	@ParameterizedTest
	@ValueSource(strings = { "session_00000000000000000000000000000000", "session_x", "nothing" })
	void knowsNoOtherSessions(String id) {
		get(404, "/api/v1/sessions/" + id);
		this.client.post(404, "/api/v1/sessions/%s/predictions".formatted(id), "{}");
		assertThat(this.client.send("DELETE", "/api/v1/sessions/" + id, "text/plain", new byte[0]).statusCode())
			.isEqualTo(404);
	}

	private void use(LanguageModel network) {
		this.reference = this.client.publish("sessions", network);
		this.model = "/api/v1/models/" + this.reference;
	}

	/** The path of a new session. */
	private String create(String body) {
		return "/api/v1/sessions/" + this.client.post(201, this.model + "/sessions", body).get("id").asString();
	}

	private String forked(String session, String body) {
		return "/api/v1/sessions/" + this.client.post(201, session + "/fork", body).get("id").asString();
	}

	private List<String> causes(String session) {
		List<String> causes = new ArrayList<>();
		get(200, session + "/marks").get("items").forEach((mark) -> causes.add(mark.get("cause").asString()));
		return causes;
	}

	private long count(String sql, String id) {
		return this.jdbc.sql(sql).param(id).query(Long.class).single();
	}

	private JsonNode get(int status, String path) {
		HttpResponse<byte[]> response = this.client.send("GET", path, "text/plain", new byte[0]);
		assertThat(response.statusCode()).as(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(status);
		return JSON.readTree(response.body());
	}

}
