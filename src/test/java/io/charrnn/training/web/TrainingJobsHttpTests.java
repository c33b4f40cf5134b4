package io.charrnn.training.web;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.charrnn.model.Update;
import io.charrnn.training.FakeEngine;
import io.charrnn.training.TrainingClient;
import io.charrnn.training.TrainingTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@TrainingTest
class TrainingJobsHttpTests {

	private static final String TEXT = "she sells sea shells by the sea shore; ".repeat(20);

	private static final AtomicLong SEEDS = new AtomicLong(1000);

	@LocalServerPort
	private int port;

	@Autowired
	private FakeEngine engine;

	private TrainingClient client;

	private final long seed = SEEDS.incrementAndGet();

	@BeforeEach
	void connect() {
		this.client = new TrainingClient(this.port);
	}

	@Test
	void trainsAModelAndPublishesIt() {
		String corpus = this.client.upload(TEXT);
		HttpResponse<String> response = this.client.submit("""
				{"corpus": "%s", "model": "sea", "engine": "fake", "preset": "tiny",
				 "hyperparameters": {%s, "maxIterations": 50}}""".formatted(corpus, TrainingClient.TINY));
		assertThat(response.statusCode()).isEqualTo(202);
		JsonNode job = this.client.parse(response);
		assertThat(response.headers().firstValue("Location"))
			.hasValue("/api/v1/training-jobs/" + job.get("id").asString());
		assertThat(job.get("status").asString()).isEqualTo("queued");
		assertThat(job.get("corpus").asString()).isEqualTo(corpus);
		assertThat(job.at("/progress/iterations").asLong()).isEqualTo(50);
		assertThat(job.at("/hyperparameters/schedule/type").asString()).isEqualTo("cosine");
		assertThat(job.at("/hyperparameters/cell").asString()).isEqualTo("LSTM");
		JsonNode end = this.client.await(job.get("id").asString(), "succeeded");
		assertThat(end.get("result").asString()).isEqualTo("sea:1");
		assertThat(end.at("/progress/fraction").asDouble()).isEqualTo(1);
		assertThat(end.get("validationLoss").isNumber()).isTrue();
		assertThat(end.get("error").isNull()).isTrue();
		assertThat(end.propertyNames()).contains("trainingLoss", "bestValidationLoss", "createdAt", "startedAt",
				"finishedAt", "engine");
	}

	@Test
	void listsWhatAJobHasBroughtForth() {
		String job = this.client.train(this.client.upload(TEXT), "\"maxIterations\": 50, \"checkpointEvery\": 20");
		this.client.await(job, "succeeded");
		JsonNode all = this.client.readOfJob(job, "metrics").get("items");
		assertThat(all.findValues("iteration")).extracting(JsonNode::asLong)
			.isSorted()
			.contains(20L, 40L)
			.endsWith(50L);
		assertThat(all.get(all.size() - 1).get("validationLoss").isNumber()).isTrue();
		JsonNode first = this.client.readOfJob(job, "metrics?limit=1");
		assertThat(first.get("items")).containsExactly(all.get(0));
		JsonNode second = this.client.readOfJob(job, "metrics?limit=1&after=" + first.get("next").asString());
		assertThat(second.get("items")).containsExactly(all.get(1));
		assertThat(this.client.readOfJob(job, "metrics?after=49").get("next").isNull()).isTrue();
		JsonNode samples = this.client.readOfJob(job, "samples?limit=1");
		assertThat(samples.at("/items/0/iteration").asLong()).isEqualTo(50);
		assertThat(samples.at("/items/0/text").asString()).hasSize(300);
		assertThat(this.client.readOfJob(job, "samples?after=50").get("items")).hasSize(2);
		JsonNode checkpoints = this.client.readOfJob(job, "checkpoints");
		assertThat(checkpoints.get("items")).hasSize(1);
		assertThat(checkpoints.at("/items/0/best").asBoolean()).isTrue();
		assertThat(checkpoints.at("/items/0/id").asString()).startsWith("checkpoint_");
		assertThat(checkpoints.at("/items/0/archiveSha256").isMissingNode()).isTrue();
	}

	@Test
	void listsJobsByStatusTheNewestFirst() {
		String corpus = this.client.upload(TEXT);
		List<String> jobs = new ArrayList<>();
		for (int number = 0; number < 3; number++) {
			jobs.add(this.client.train(corpus, "\"maxIterations\": 5"));
			this.client.await(jobs.get(number), "succeeded");
		}
		JsonNode first = this.client.read("/api/v1/training-jobs?status=succeeded&limit=2");
		assertThat(first.at("/items/0/id").asString()).isEqualTo(jobs.get(2));
		assertThat(first.at("/items/1/id").asString()).isEqualTo(jobs.get(1));
		JsonNode second = this.client
			.read("/api/v1/training-jobs?status=succeeded&limit=1&after=" + first.get("next").asString());
		assertThat(second.at("/items/0/id").asString()).isEqualTo(jobs.get(0));
		assertThat(this.client.read("/api/v1/training-jobs?status=paused&limit=500").findValuesAsString("id"))
			.doesNotContainAnyElementsOf(jobs);
	}

	@Test
	void pausesAndResumes() {
		String job = this.client.train(this.client.upload(TEXT), endless());
		this.client.awaitIteration(job, 10);
		HttpResponse<String> pause = this.client.change(job, "pause");
		assertThat(pause.statusCode()).isEqualTo(202);
		JsonNode paused = this.client.await(job, "paused");
		assertThat(paused.get("requestedStatus").isNull()).isTrue();
		assertThat(this.client.readOfJob(job, "checkpoints").at("/items/0/iteration").asLong())
			.isEqualTo(paused.at("/progress/iteration").asLong());
		assertThat(this.client.change(job, "resume").statusCode()).isEqualTo(202);
		this.client.awaitIteration(job, paused.at("/progress/iteration").asLong() + 1);
		this.client.change(job, "cancel");
		this.client.await(job, "cancelled");
	}

	@Test
	void cancelsARunningJobHoweverOftenItIsAsked() throws InterruptedException {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		this.engine.play(this.seed, (iteration) -> {
			running.countDown();
			await(goOn);
			return new Update(2, 1, false);
		});
		String job = this.client.train(this.client.upload(TEXT), endless() + ", \"seed\": " + this.seed);
		assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
		try {
			for (int time = 0; time < 2; time++) {
				HttpResponse<String> cancel = this.client.change(job, "cancel");
				assertThat(cancel.statusCode()).isEqualTo(202);
				assertThat(this.client.parse(cancel).get("requestedStatus").asString()).isEqualTo("cancelled");
			}
			HttpResponse<String> pause = this.client.change(job, "pause");
			assertThat(pause.statusCode()).isEqualTo(409);
			assertThat(pause.body()).contains("about to be cancelled");
		}
		finally {
			goOn.countDown();
		}
		this.client.await(job, "cancelled");
	}

	@Test
	void refusesChangesThatTheStatusDoesNotAllow() {
		String job = this.client.train(this.client.upload(TEXT), "\"maxIterations\": 5");
		this.client.await(job, "succeeded");
		for (String action : List.of("resume", "pause", "cancel")) {
			HttpResponse<String> response = this.client.change(job, action);
			assertThat(response.statusCode()).isEqualTo(409);
			assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
			JsonNode problem = this.client.parse(response);
			assertThat(problem.get("type").asString()).isEqualTo("urn:char-rnn:problem:wrong-status");
			assertThat(problem.get("status").asInt()).isEqualTo(409);
			assertThat(problem.get("jobStatus").asString()).isEqualTo("succeeded");
			assertThat(problem.get("detail").asString()).contains("succeeded");
		}
	}

	@Test
	void deletesJobsThatHaveEndedButNotTheirModel() {
		String job = this.client.train(this.client.upload(TEXT), "\"maxIterations\": 5");
		String result = this.client.await(job, "succeeded").get("result").asString();
		assertThat(this.client.deleteJob(job).statusCode()).isEqualTo(204);
		assertThat(this.client.get("/api/v1/training-jobs/" + job).statusCode()).isEqualTo(404);
		assertThat(this.client.deleteJob(job).statusCode()).isEqualTo(404);
		assertThat(result).startsWith("tested:");
	}

	@Test
	void deletesNoJobThatHasNotEndedAndNoCorpusThatItNeeds() {
		String corpus = this.client.upload(TEXT);
		String job = this.client.train(corpus, endless());
		this.client.awaitIteration(job, 1);
		assertThat(this.client.deleteJob(job).statusCode()).isEqualTo(409);
		HttpResponse<String> inUse = this.client.delete("/api/v1/corpora/" + corpus);
		assertThat(inUse.statusCode()).isEqualTo(409);
		assertThat(inUse.body()).contains("corpus-in-use", job, "running");
		this.client.change(job, "pause");
		this.client.await(job, "paused");
		assertThat(this.client.deleteJob(job).statusCode()).isEqualTo(409);
		assertThat(this.client.delete("/api/v1/corpora/" + corpus).statusCode()).isEqualTo(409);
		assertThat(this.client.change(job, "cancel").statusCode()).isEqualTo(202);
		assertThat(this.client.readJob(job).get("status").asString()).isEqualTo("cancelled");
		assertThat(this.client.delete("/api/v1/corpora/" + corpus).statusCode()).isEqualTo(204);
		assertThat(this.client.deleteJob(job).statusCode()).isEqualTo(204);
	}

	@Test
	void trainsWaitingJobsInTheOrderInWhichTheyCame() throws InterruptedException {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		this.engine.play(this.seed, (iteration) -> {
			running.countDown();
			await(goOn);
			return new Update(2, 1, false);
		});
		String corpus = this.client.upload(TEXT);
		List<String> jobs = new ArrayList<>();
		jobs.add(this.client.train(corpus, "\"maxIterations\": 1, \"seed\": " + this.seed));
		assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
		for (int number = 0; number < 4; number++) {
			jobs.add(this.client.train(corpus, "\"maxIterations\": 5"));
		}
		assertThat(jobs.subList(1, 5))
			.allSatisfy((job) -> assertThat(this.client.readJob(job).get("status").asString()).isEqualTo("queued"));
		assertThat(this.client.change(jobs.get(2), "cancel").statusCode()).isEqualTo(202);
		assertThat(this.client.change(jobs.get(3), "pause").statusCode()).isEqualTo(202);
		assertThat(this.client.change(jobs.get(3), "resume").statusCode()).isEqualTo(202);
		goOn.countDown();
		List<String> started = new ArrayList<>();
		for (String job : List.of(jobs.get(0), jobs.get(1), jobs.get(3), jobs.get(4))) {
			started.add(this.client.await(job, "succeeded").get("startedAt").asString());
		}
		assertThat(started).isSorted();
		assertThat(this.client.readJob(jobs.get(2)).get("startedAt").isNull()).isTrue();
	}

	@Test
	void saysWhyAJobFailed() {
		this.engine.play(this.seed, (iteration) -> new Update((iteration < 3) ? 2 : 200, 17, true));
		String job = this.client.train(this.client.upload(TEXT), "\"maxIterations\": 100, \"seed\": " + this.seed);
		JsonNode error = this.client.await(job, "failed").get("error");
		assertThat(error.get("type").asString()).isEqualTo("urn:char-rnn:problem:training-diverged");
		assertThat(error.get("detail").asString()).contains("learningRate below 0.008", "gradientClip.threshold");
		assertThat(error.get("gradientNorm").asDouble()).isEqualTo(17);
		assertThat(error.get("iteration").asLong()).isEqualTo(4);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					"hiddenSize": 0                   | hiddenSize must be at least 1, but is 0
					"hiddenSize": -1                  | hiddenSize must be at least 1, but is -1
					"hiddenSize": 1000000000          | Training would need about
					"sequenceLength": 702             | sequenceLength must be less than the 702 characters of the corpus's training part
					"sequenceLength": 100             | batchSize must be at most 7 with a sequenceLength of 100 on the 702 characters
					"sequenceLength": 9, "validationFraction": 0.01 | whose loss would be meaningless
					"learningRate": 2                 | learningRate must be more than 0 and at most 1
					""")
	void refusesWhatCannotBeTrained(String hyperparameter, String detail) {
		HttpResponse<String> response = this.client.submit("""
				{"corpus": "%s", "model": "m", "hyperparameters": {"batchSize": 32, "maxIterations": 1, %s}}"""
			.formatted(this.client.upload(TEXT), hyperparameter));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
		assertThat(this.client.parse(response).get("detail").asString()).contains(detail);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{"model": "m"}                                                    | 400 | corpus must be given
					{"corpus": "CORPUS"}                                              | 400 | model must be given
					{"corpus": "CORPUS", "model": "m", "presets": "tiny"}             | 400 | presets
					{"corpus": "CORPUS", "model": "m", "preset": "huge"}              | 400 | huge
					{"corpus": "CORPUS", "model": "m", "hyperparameters": []}         | 400 | must be an object
					{"corpus": "CORPUS", "model": "m", "hyperparameters": {"size": 1}}| 400 | There is no hyperparameter 'size'; known: cell, layers
					{"corpus": "CORPUS", "model": "m/n"}                              | 422 | name
					{"corpus": "CORPUS", "model": "m", "engine": "steam"}             | 422 | There is no training engine 'steam'; known: [fused, dl4j
					{"corpus": "CORPUS", "model": "m", "engine": "dl4j", "hyperparameters": {"precision": "bfloat16"}} | 422 | precision must be float32 with the engine dl4j
					{"corpus": "corpus_1", "model": "m"}                              | 404 | There is no corpus 'corpus_1'
					{"corpus": "corpus_00000000000000000000000000000000", "model": "m"} | 404 | corpus_00000000000000000000000000000000
					{"corpus": "CORPUS", "model": "m", "initializeFrom": "nobody:3"}  | 404 | nobody:3
					{"corpus": "CORPUS", "model": "m"                                 | 400 |
					""")
	void refusesBadRequests(String body, int status, String detail) {
		HttpResponse<String> response = this.client.submit(body.replace("CORPUS", this.client.upload(TEXT)));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(this.client.parse(response).get("detail").asString()).contains((detail != null) ? detail : "");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/metrics", "/events", "/samples", "/checkpoints" })
	void knowsNoOtherJobs(String what) {
		String unknown = "/api/v1/training-jobs/job_00000000000000000000000000000000" + what;
		assertThat(this.client.get(unknown).statusCode()).isEqualTo(404);
		assertThat(this.client.get("/api/v1/training-jobs/nonsense" + what).statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource({ "?limit=0, 422", "?limit=501, 422", "?limit=many, 400", "?status=sleeping, 400",
			"?after=nowhere, 422" })
	void refusesBadListParameters(String query, int status) {
		assertThat(this.client.get("/api/v1/training-jobs" + query).statusCode()).isEqualTo(status);
	}

	private static String endless() {
		return "\"maxIterations\": 1000000000";
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
