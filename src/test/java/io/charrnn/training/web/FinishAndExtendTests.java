package io.charrnn.training.web;

import java.net.http.HttpResponse;
import java.util.List;

import io.charrnn.training.TrainingClient;
import io.charrnn.training.TrainingTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** Jobs that are ended before their time, and those that go on after their end. */
@TrainingTest
class FinishAndExtendTests {

	private static final String TEXT = "she sells sea shells by the sea shore; ".repeat(60);

	private static final String ENDLESS = "\"maxIterations\": 1000000000";

	@LocalServerPort
	private int port;

	private TrainingClient client;

	@BeforeEach
	void connect() {
		this.client = new TrainingClient(this.port);
	}

	@Test
	void publishesWhatARunningJobHasLearned() {
		String job = this.client.train(this.client.upload(TEXT), ENDLESS);
		this.client.awaitIteration(job, 10);
		HttpResponse<String> finish = this.client.change(job, "finish");
		assertThat(finish.statusCode()).as(finish.body()).isEqualTo(202);
		JsonNode finished = this.client.await(job, "succeeded");
		assertThat(finished.get("requestedStatus").isNull()).isTrue();
		assertThat(finished.get("result").asString()).startsWith("tested:");
		assertThat(finished.get("validationLoss").isNumber()).isTrue();
		assertThat(this.client.readOfJob(job, "checkpoints").at("/items/0/iteration").asLong())
			.isEqualTo(finished.at("/progress/iteration").asLong());
	}

	@Test
	void publishesWhatAPausedJobHasLearned() {
		String job = this.client.train(this.client.upload(TEXT), ENDLESS);
		this.client.awaitIteration(job, 10);
		this.client.change(job, "pause");
		this.client.await(job, "paused");
		JsonNode finished = this.client.parse(this.client.change(job, "finish"));
		assertThat(finished.get("status").asString()).isEqualTo("succeeded");
		assertThat(finished.get("finishedAt").isNull()).isFalse();
		assertThat(this.client.get("/api/v1/models/" + finished.get("result").asString()).statusCode()).isEqualTo(200);
		assertThat(this.client.change(job, "finish").statusCode()).isEqualTo(409);
	}

	@Test
	void finishesNoJobThatHasLearnedNothing() {
		String corpus = this.client.upload(TEXT);
		String runs = this.client.train(corpus, ENDLESS);
		this.client.awaitIteration(runs, 1);
		String waits = this.client.train(corpus, ENDLESS);
		HttpResponse<String> finish = this.client.change(waits, "finish");
		assertThat(finish.statusCode()).isEqualTo(409);
		assertThat(finish.body()).contains("nothing-learned", "queued", "cancel it instead");
		for (String job : List.of(waits, runs)) {
			this.client.change(job, "cancel");
			this.client.await(job, "cancelled");
		}
	}

	@Test
	void learnsTheSameInPartsAsAtOnce() {
		String corpus = this.client.upload(TEXT);
		String parts = train(corpus, "parts", 20);
		assertThat(this.client.await(parts, "succeeded").get("result").asString()).isEqualTo("parts:1");
		JsonNode extended = this.client
			.parse(this.client.post("/api/v1/training-jobs/" + parts + "/extend", "{\"maxIterations\": 50}"));
		assertThat(extended.at("/progress/iteration").asLong()).isEqualTo(20);
		assertThat(extended.at("/progress/fraction").asDouble()).isEqualTo(0.4);
		assertThat(extended.get("finishedAt").isNull()).isTrue();
		this.client.await(train(corpus, "atonce", 50), "succeeded");
		JsonNode end = this.client.await(parts, "succeeded");
		assertThat(end.get("result").asString()).isEqualTo("parts:2");
		assertThat(end.at("/progress/iteration").asLong()).isEqualTo(50);
		assertThat(end.at("/hyperparameters/maxIterations").asLong()).isEqualTo(50);
		assertThat(predictions("parts:2")).isEqualTo(predictions("atonce:1")).isNotEqualTo(predictions("parts:1"));
	}

	@Test
	void goesOnAfterACancellation() {
		String job = this.client.train(this.client.upload(TEXT), ENDLESS + ", \"checkpointEvery\": 5");
		this.client.awaitIteration(job, 10);
		this.client.change(job, "cancel");
		long iteration = this.client.await(job, "cancelled").at("/progress/iteration").asLong();
		HttpResponse<String> extend = this.client.post("/api/v1/training-jobs/" + job + "/extend",
				"{\"maxIterations\": %d}".formatted(iteration + 10));
		assertThat(extend.statusCode()).as(extend.body()).isEqualTo(202);
		assertThat(this.client.await(job, "succeeded").at("/progress/iteration").asLong()).isEqualTo(iteration + 10);
	}

	@Test
	void countsEarlyStoppingAnew() {
		String job = train(this.client.upload("ab".repeat(800)), "stopped", 100_000,
				"\"learningRate\": 1, \"earlyStopping\": 1, \"validateEvery\": 5");
		long stopped = this.client.await(job, "succeeded").at("/progress/iteration").asLong();
		this.client.post("/api/v1/training-jobs/" + job + "/extend", "{\"maxIterations\": %d}".formatted(stopped + 1));
		assertThat(this.client.await(job, "succeeded").at("/progress/iteration").asLong()).isEqualTo(stopped + 1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"maxIterations": 5} | 422 | more than the job has already done: 5 iterations
			{"epochs": 0}        | 422 | epochs must be at least 1
			{}                   | 400 | One of epochs, maxIterations, maxDuration must be given
			{"maxDuration": "1"} | 400 | a duration with its unit
			{"layers": 2}        | 400 | There is no limit 'layers'
			[]                   | 400 | The body must be an object""")
	void refusesLimitsThatAreNone(String limits, int status, String detail) {
		String job = this.client.train(this.client.upload(TEXT), "\"maxIterations\": 5");
		this.client.await(job, "succeeded");
		HttpResponse<String> response = this.client.post("/api/v1/training-jobs/" + job + "/extend", limits);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(this.client.parse(response).get("detail").asString()).contains(detail);
		assertThat(this.client.readJob(job).get("status").asString()).isEqualTo("succeeded");
	}

	@Test
	void extendsNoJobThatHasNotEnded() {
		String job = this.client.train(this.client.upload(TEXT), ENDLESS);
		HttpResponse<String> response = this.client.post("/api/v1/training-jobs/" + job + "/extend",
				"{\"maxIterations\": 5}");
		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(response.body()).contains("cannot be extended");
		this.client.change(job, "cancel");
		this.client.await(job, "cancelled");
	}

	@Test
	void publishesACheckpointThatOutlivesItsJob() {
		String job = this.client.train(this.client.upload(TEXT), ENDLESS + ", \"checkpointEvery\": 5");
		this.client.awaitIteration(job, 10);
		this.client.change(job, "cancel");
		this.client.await(job, "cancelled");
		String last = this.client.readOfJob(job, "checkpoints").at("/items/0/id").asString();
		assertThat(this.client.post("/api/v1/models?name=last&from=" + last, "").statusCode()).isEqualTo(201);
		assertThat(predictions("last:1")).isEqualTo(predictions(last));
		this.client.deleteJob(job);
		assertThat(this.client.get("/api/v1/models/last:1/archive").statusCode()).isEqualTo(200);
	}

	@Test
	void listsTheJobsOfAModelAndOfAText() {
		String text = this.client.upload(TEXT);
		String job = train(text, "listed", 1);
		this.client.await(job, "succeeded");
		for (String query : List.of("model=listed", "corpus=" + text, "status=succeeded&model=listed&corpus=" + text)) {
			assertThat(this.client.read("/api/v1/training-jobs?" + query).get("items").findValuesAsString("id"))
				.containsExactly(job);
		}
		assertThat(this.client.read("/api/v1/training-jobs?status=failed&model=listed").get("items")).isEmpty();
	}

	private String train(String corpus, String model, int iterations) {
		return train(corpus, model, iterations, "\"dropout\": 0.1, \"validateEvery\": 1000");
	}

	private String train(String corpus, String model, int iterations, String more) {
		HttpResponse<String> response = this.client.submit("""
				{"corpus": "%s", "model": "%s", "engine": "fused", "hyperparameters": {"cell": "LSTM", "layers": 1,
				 "hiddenSize": 8, "batchSize": 4, "sequenceLength": 8, "maxIterations": %d,
				 "schedule": {"type": "constant"}, %s}}""".formatted(corpus, model, iterations, more));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
		return this.client.parse(response).get("id").asString();
	}

	private JsonNode predictions(String model) {
		return this.client.parse(this.client.post("/api/v1/models/" + model + "/predictions", "{\"text\": \"she \"}"))
			.get("predictions");
	}

}
