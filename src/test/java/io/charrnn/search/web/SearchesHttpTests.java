package io.charrnn.search.web;

import java.net.http.HttpResponse;
import java.time.Duration;

import io.charrnn.training.ServerEvent;
import io.charrnn.training.TrainingClient;
import io.charrnn.training.TrainingTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@TrainingTest
class SearchesHttpTests {

	private static final String SEARCHES = "/api/v1/searches";

	/** Networks that learn in an instant. */
	private static final String SMALL = """
			"cell": ["LSTM"], "layers": [1], "hiddenSize": [8, 12], "batchSize": [4], "sequenceLength": [8]""";

	private static final String SPACE = "\"space\": {\"learningRate\": {\"from\": 0.002, \"to\": 0.05}, " + SMALL + "}";

	@LocalServerPort
	private int port;

	private TrainingClient client;

	private String corpus;

	@BeforeEach
	void upload() {
		this.client = new TrainingClient(this.port);
		this.corpus = this.client.upload("she sells sea shells by the sea shore; ".repeat(100));
	}

	@Test
	void publishesTheBestOfItsTrials() {
		JsonNode begun = begin("searched-best", "\"maxIterations\": 400, \"trials\": 4");
		assertThat(begun.get("status").asString()).isEqualTo("running");
		assertThat(begun.get("choice").asString()).startsWith("auto: for 3,900 characters");
		assertThat(begun.get("trials")).hasSize(4);
		JsonNode search = await(begun, "succeeded");
		assertThat(search.get("result").asString()).isEqualTo("searched-best:1");
		assertThat(search.get("rungs").asInt()).isEqualTo(3);
		JsonNode winner = search.at("/trials/0");
		assertThat(winner.get("status").asString()).isEqualTo("won");
		assertThat(search.get("best")).isEqualTo(winner.get("job"));
		long iterations = 0;
		for (JsonNode trial : search.get("trials")) {
			iterations += trial.get("iteration").asLong();
			JsonNode job = this.client.readJob(trial.get("job").asString());
			boolean won = trial.equals(winner);
			assertThat(job.get("search")).isEqualTo(search.get("id"));
			assertThat(job.get("status").asString()).isEqualTo(won ? "succeeded" : "cancelled");
			assertThat(this.client.readOfJob(job.get("id").asString(), "checkpoints").get("items").isEmpty())
				.isEqualTo(!won);
			assertThat(trial.at("/hyperparameters/schedule/type").asString()).isEqualTo("constant");
		}
		assertThat(iterations).isEqualTo(400);
		assertThat(this.client.read("/api/v1/training-jobs?search=" + search.get("id").asString()).get("items"))
			.hasSize(4);
		assertThat(this.client.readJob(winner.get("job").asString()).get("result").asString())
			.isEqualTo("searched-best:1");
		assertThat(this.client.read("/api/v1/models/searched-best:1").get("reference").asString())
			.isEqualTo("searched-best:1");
	}

	@Test
	void givesTheSameForTheSameSeed() {
		String request = "\"maxIterations\": 200, \"trials\": 4, \"seed\": 7";
		JsonNode one = await(begin("searched-once", request), "succeeded");
		JsonNode two = await(begin("searched-twice", request), "succeeded");
		for (int place = 0; place < 4; place++) {
			for (String what : new String[] { "number", "hyperparameters", "bestValidationLoss", "iteration",
					"rung" }) {
				assertThat(two.at("/trials/" + place + "/" + what)).as(what)
					.isEqualTo(one.at("/trials/" + place + "/" + what));
			}
		}
	}

	@Test
	void pausesResumesAndCancels() {
		JsonNode search = begin("searched-paused", "\"maxIterations\": 1000000, \"trials\": 2");
		String job = search.at("/trials/0/job").asString();
		this.client.awaitIteration(job, 1);
		assertThat(this.client.parse(change(search, "pause")).get("status").asString()).isEqualTo("paused");
		this.client.await(job, "paused");
		assertThat(this.client.change(job, "resume").statusCode()).isEqualTo(409);
		assertThat(this.client.parse(this.client.change(job, "resume")).get("type").asString())
			.endsWith("trial-of-search");
		assertThat(change(search, "pause").statusCode()).isEqualTo(409);
		assertThat(this.client.delete(path(search)).statusCode()).isEqualTo(409);
		assertThat(change(search, "resume").statusCode()).isEqualTo(202);
		long paused = this.client.readJob(job).at("/progress/iteration").asLong();
		this.client.awaitIteration(job, paused + 1);
		assertThat(this.client.parse(change(search, "cancel")).get("status").asString()).isEqualTo("cancelled");
		this.client.await(job, "cancelled");
		assertThat(this.client.readOfJob(job, "checkpoints").get("items")).isEmpty();
		assertThat(change(search, "resume").statusCode()).isEqualTo(409);
		assertThat(this.client.delete(path(search)).statusCode()).isEqualTo(204);
		assertThat(this.client.get(path(search)).statusCode()).isEqualTo(404);
		assertThat(this.client.get("/api/v1/training-jobs/" + job).statusCode()).isEqualTo(404);
	}

	@Test
	void endsWithinItsTime() {
		JsonNode search = await(begin("searched-in-time", "\"duration\": \"2s\", \"trials\": 2"), "succeeded");
		assertThat(search.get("result").asString()).isEqualTo("searched-in-time:1");
		assertThat(Duration.parse(search.get("elapsed").asString())).isBetween(Duration.ofSeconds(1),
				Duration.ofSeconds(60));
	}

	@Test
	void streamsItsChanges() {
		JsonNode search = begin("searched-streamed", "\"maxIterations\": 60, \"trials\": 2");
		await(search, "succeeded");
		HttpResponse<String> events = this.client.get(path(search) + "/events", "Accept", "text/event-stream");
		ServerEvent last = ServerEvent
			.readAll(new java.io.ByteArrayInputStream(events.body().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
			.get(0);
		assertThat(events.body()).contains("event: search", "\"status\":\"succeeded\"");
		assertThat(this.client.get(path(search) + "/events?lastEventId=" + last.id(), "Accept", "text/event-stream")
			.statusCode()).isEqualTo(204);
	}

	@Test
	void keepsToItsBounds() {
		JsonNode search = begin("searched-bounded", """
				"maxIterations": 1000, "maxParameters": 900, "trials": 3,
				"space": {"learningRate": [0.01, 0.02, 0.03], "layers": [1]}""");
		change(search, "cancel");
		for (JsonNode trial : search.get("trials")) {
			assertThat(trial.at("/hyperparameters/hiddenSize").asInt()).isLessThan(16);
		}
		assertThat(search.get("trials")).hasSize(3);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"maxIterations": 100, "duration": "5m"              | 422 | duration
			"trials": 3                                         | 422 | duration
			"duration": "0s"                                    | 422 | duration
			"duration": "15"                                    | 400 | duration
			"maxIterations": 3, "trials": 8                     | 422 | maxIterations
			"duration": "5m", "trials": 65                      | 422 | trials
			"duration": "5m", "maxParameters": 0                | 422 | maxParameters
			"duration": "5m", "maxParameters": 10               | 422 | maxParameters
			"duration": "5m", "maxMicrosecondsPerCharacter": -1 | 422 | maxMicrosecondsPerCharacter
			"duration": "5m", "space": {}                       | 422 | space
			"duration": "5m", "space": {"depth": [1]}           | 400 |
			"duration": "5m", "space": {"layers": 1}            | 400 | space.layers
			"duration": "5m", "space": {"layers": [9]}          | 422 | layers
			""")
	void refusesWhatCannotBeSearched(String members, int status, String field) {
		HttpResponse<String> response = this.client.post(SEARCHES,
				"{\"corpus\": \"%s\", \"model\": \"searched-never\", %s}".formatted(this.corpus, members));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		if (field != null) {
			assertThat(this.client.parse(response).get("field").asString()).isEqualTo(field);
		}
	}

	@Test
	void refusesTextsOnWhichNothingCanBeCompared() {
		String tiny = this.client.upload("abc".repeat(10));
		HttpResponse<String> response = this.client.post(SEARCHES,
				"{\"corpus\": \"%s\", \"model\": \"searched-never\", \"duration\": \"5m\"}".formatted(tiny));
		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(this.client.parse(response).get("detail").asString()).contains("too short to search on");
	}

	private JsonNode begin(String model, String members) {
		HttpResponse<String> response = this.client.post(SEARCHES, "{\"corpus\": \"%s\", \"model\": \"%s\", %s%s}"
			.formatted(this.corpus, model, members, members.contains("space") ? "" : ", " + SPACE));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
		JsonNode search = this.client.parse(response);
		assertThat(response.headers().firstValue("Location")).contains(path(search));
		return search;
	}

	private HttpResponse<String> change(JsonNode search, String action) {
		return this.client.post(path(search) + "/" + action, "");
	}

	private static String path(JsonNode search) {
		return SEARCHES + "/" + search.get("id").asString();
	}

	private JsonNode await(JsonNode search, String status) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> this.client.read(path(search)), (read) -> read.get("status").asString().equals(status));
	}

}
