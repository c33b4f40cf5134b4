package io.charrnn.training.web;

import java.net.http.HttpResponse;

import io.charrnn.training.TrainingClient;
import io.charrnn.training.TrainingTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/**
 * Jobs that are trained in rounds, by members in this process. The database keeps them as
 * it keeps others.
 */
@TrainingTest
@Tag("sqlite")
class ClusterJobsTests {

	private static final String TEXT = "she sells sea shells by the sea shore; ".repeat(200);

	private static final String CLUSTER = "{\"workers\": 3, \"localIterations\": 4}";

	@LocalServerPort
	private int port;

	private TrainingClient client;

	@BeforeEach
	void connect() {
		this.client = new TrainingClient(this.port);
	}

	/** A pause breaks a round off, wherever it is. */
	@Test
	void aJobThatWasPausedEndsWithTheBitsOfOneThatWasNot() {
		String corpus = this.client.upload(TEXT);
		String undisturbed = train(corpus, "rounds-undisturbed", 2000);
		JsonNode job = this.client.readJob(undisturbed);
		assertThat(job.get("cluster").toString()).isEqualTo(
				"{\"workers\":3,\"localIterations\":4,\"threadsPerWorker\":1,\"outer\":{\"rate\":1.0,\"momentum\":0.5}}");
		assertThat(this.client.await(undisturbed, "succeeded").get("error").isNull()).isTrue();
		String paused = train(corpus, "rounds-paused", 2000);
		this.client.awaitIteration(paused, 1);
		this.client.change(paused, "pause");
		JsonNode at = this.client.await(paused, "paused");
		assertThat(at.at("/progress/iteration").asLong() % 4).isZero();
		this.client.change(paused, "resume");
		JsonNode end = this.client.await(paused, "succeeded");
		assertThat(end.at("/progress/iteration").asLong()).isEqualTo(2000);
		assertThat(predictions("rounds-paused:1")).isEqualTo(predictions("rounds-undisturbed:1"));
		assertThat(this.client.read("/api/v1/models/rounds-paused:1").at("/provenance/cluster/workers").asInt())
			.isEqualTo(3);
	}

	@Test
	void estimatesRounds() {
		JsonNode estimate = this.client.parse(this.client.post("/api/v1/training-jobs/estimates",
				body(this.client.upload(TEXT), "rounds-estimated", 301, CLUSTER, "fused")));
		assertThat(estimate.at("/cluster/rounds").asLong()).isEqualTo(76);
		long parameters = estimate.get("parameters").asLong();
		long hidden = 2 * 2 * 16 * 20;
		assertThat(estimate.at("/cluster/bytesPerRound").asLong()).isEqualTo(2 * 4 * (3 * 4 * parameters + hidden));
		assertThat(estimate.at("/cluster/advice").asString()).contains("without cluster");
	}

	/**
	 * A worker has one thread; without a cluster, a job has all that the settings allow.
	 */
	@Test
	void estimatesTheSpeedOfTheWorkers() {
		String corpus = this.client.upload(TEXT);
		this.client.await(this.client.parse(this.client.submit(body(corpus, "rounds-before", 200, "null", "fused")))
			.get("id")
			.asString(), "succeeded");
		JsonNode plain = estimate(corpus, "null");
		JsonNode split = estimate(corpus, "{\"workers\": 1, \"localIterations\": 4}");
		double speedup = split.at("/cluster/speedup").asDouble();
		assertThat(speedup).isPositive().isLessThanOrEqualTo(1);
		assertThat(split.get("charactersPerSecond").asDouble())
			.isCloseTo(plain.get("charactersPerSecond").asDouble() * speedup, withinPercentage(1e-6));
		assertThat(split.get("seconds").asDouble()).isCloseTo(plain.get("seconds").asDouble() / speedup,
				withinPercentage(1e-6));
		assertThat(split.at("/cluster/secondsPerRound").asDouble() * split.at("/cluster/rounds").asLong())
			.isCloseTo(split.get("seconds").asDouble(), withinPercentage(1e-6));
		JsonNode limited = this.client.parse(this.client.post("/api/v1/training-jobs/estimates",
				body(corpus, "rounds-estimated", 300, "{\"workers\": 1, \"localIterations\": 10000}", "fused")
					.replace("\"maxIterations\": 300", "\"maxDuration\": \"PT1S\"")));
		assertThat(limited.get("iterations").asLong()).as("the round that the limit is in goes on").isEqualTo(10_000);
		assertThat(limited.get("seconds").asDouble()).isCloseTo(limited.at("/cluster/secondsPerRound").asDouble(),
				withinPercentage(1e-6));
	}

	private JsonNode estimate(String corpus, String cluster) {
		return this.client.parse(this.client.post("/api/v1/training-jobs/estimates",
				body(corpus, "rounds-estimated", 300, cluster, "fused")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"workers": 4}                            | fused | 422 | cluster.workers must be at most 3
			{"workers": 1}                            | dl4j  | 422 | engine must be fused
			{"workers": 1, "outer": {"momentum": 1}}  | fused | 422 | cluster.outer.momentum
			{"localIterations": 4}                    | fused | 400 | cluster.workers must be given""")
	void refusesClustersThatCannotBe(String cluster, String engine, int status, String detail) {
		HttpResponse<String> response = this.client
			.submit(body(this.client.upload(TEXT), "rounds-refused", 10, cluster, engine));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(this.client.parse(response).get("detail").asString()).contains(detail);
	}

	private String train(String corpus, String model, int iterations) {
		HttpResponse<String> response = this.client.submit(body(corpus, model, iterations, CLUSTER, "fused"));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
		return this.client.parse(response).get("id").asString();
	}

	private static String body(String corpus, String model, int iterations, String cluster, String engine) {
		return """
				{"corpus": "%s", "model": "%s", "engine": "%s", "cluster": %s, "hyperparameters": {"layers": 2, "hiddenSize": 16,
				 "batchSize": 20, "sequenceLength": 16, "dropout": 0.2, "precision": "float32", "maxIterations": %s}}"""
			.formatted(corpus, model, engine, cluster, iterations);
	}

	private String predictions(String model) {
		return this.client
			.parse(this.client.post("/api/v1/models/%s/predictions".formatted(model), "{\"text\": \"she \"}"))
			.get("predictions")
			.toString();
	}

}
