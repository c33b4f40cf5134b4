package io.charrnn.training.web;

import java.net.http.HttpResponse;

import io.charrnn.registry.ModelMemory;
import io.charrnn.training.TrainingClient;
import io.charrnn.training.TrainingTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@TrainingTest
class EstimatesHttpTests {

	private static final String TEXT = "she sells sea shells by the sea shore; ".repeat(100);

	@LocalServerPort
	private int port;

	@Autowired
	private ModelMemory memory;

	private TrainingClient client;

	private String corpus;

	@BeforeEach
	void upload() {
		this.client = new TrainingClient(this.port);
		this.corpus = this.client.upload(TEXT);
	}

	@Test
	void sayWhatAPresetComesTo() {
		JsonNode estimate = estimate("\"preset\": \"tiny\"");
		assertThat(estimate.at("/hyperparameters/hiddenSize").asInt()).isEqualTo(96);
		assertThat(estimate.get("parameters").asLong()).isPositive();
		assertThat(estimate.get("trainingCharacters").asInt() + estimate.get("validationCharacters").asInt())
			.isEqualTo(TEXT.length());
		assertThat(estimate.get("memoryBytes").asLong()).isPositive().isLessThan(estimate.get("machineBytes").asLong());
		assertThat(estimate.get("seconds").asDouble()).isLessThanOrEqualTo(60);
		assertThat(estimate.get("iterationsPerEpoch").asInt()).isPositive();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
			"preset": "small"                                         | soap
			"preset": "auto"                                          | soap
			"hyperparameters": {"optimizer": "adam"}                  | adam
			"hyperparameters": {"layers": 1, "hiddenSize": 1100}      | adam
			"preset": "small", "engine": "dl4j"                       | adam
			"preset": "auto", "engine": "dl4j"                        | adam
			"preset": "small", "cluster": {"workers": 2}              | adam
			"preset": "small", "cluster": {"workers": 1}              | soap""")
	void haveTheBestOptimizerThatCanTrainTheNetwork(String request, String optimizer) {
		assertThat(estimate(request).at("/hyperparameters/optimizer").asString()).isEqualTo(optimizer);
	}

	@Test
	void judgeTheSpeedByEarlierJobs() {
		this.client.deleteJobs();
		String job = this.client.train(this.corpus, "\"maxIterations\": 20");
		this.client.await(job, "succeeded");
		String request = "\"engine\": \"fake\", \"hyperparameters\": {%s, \"maxIterations\": 20}"
			.formatted(TrainingClient.TINY);
		JsonNode estimate = estimate(request);
		double expected = estimate.get("charactersPerSecond").asDouble();
		assertThat(expected).isPositive();
		assertThat(estimate.get("seconds").asDouble()).isEqualTo(20 * 4 * 8 / expected);
		JsonNode larger = estimate(request.replace("\"hiddenSize\": 8", "\"hiddenSize\": 80"));
		assertThat(larger.get("charactersPerSecond").asDouble()).isLessThan(expected / 10);
	}

	@Test
	void refuseWhatAJobWouldBeRefusedFor() {
		HttpResponse<String> estimate = this.client.post("/api/v1/training-jobs/estimates",
				request("\"hyperparameters\": {\"layers\": 9}"));
		HttpResponse<String> job = this.client.submit(request("\"hyperparameters\": {\"layers\": 9}"));
		assertThat(estimate.statusCode()).isEqualTo(422).isEqualTo(job.statusCode());
		assertThat(this.client.parse(estimate).get("detail")).isEqualTo(this.client.parse(job).get("detail"));
	}

	@Test
	void needNoMemoryOfTheModelThatAJobGoesOnFrom() {
		this.client.await(this.client.train(this.corpus, "\"maxIterations\": 20"), "succeeded");
		String request = "\"engine\": \"fake\", \"initializeFrom\": \"tested\", \"hyperparameters\": {\"maxIterations\": 1}";
		ModelMemory.Share used = this.memory.takeUsed(Long.MAX_VALUE / 2);
		ModelMemory.Share more = this.memory.takeUsed(Long.MAX_VALUE / 2);
		try {
			assertThat(estimate(request).at("/hyperparameters/hiddenSize").asInt()).isEqualTo(8);
			HttpResponse<String> refused = this.client.submit(request(request));
			assertThat(refused.statusCode()).isEqualTo(503);
			assertThat(refused.headers().firstValue("Retry-After")).isPresent();
		}
		finally {
			used.close();
			more.close();
		}
		JsonNode taken = this.client.parse(this.client.submit(request(request)));
		this.client.await(taken.get("id").asString(), "succeeded");
	}

	@Test
	void trainNothing() {
		int before = this.client.read("/api/v1/training-jobs?limit=500").get("items").size();
		estimate("\"preset\": \"tiny\"");
		assertThat(this.client.read("/api/v1/training-jobs?limit=500").get("items")).hasSize(before);
	}

	private JsonNode estimate(String members) {
		HttpResponse<String> response = this.client.post("/api/v1/training-jobs/estimates", request(members));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return this.client.parse(response);
	}

	private String request(String members) {
		return "{\"corpus\": \"%s\", \"model\": \"estimated\", %s}".formatted(this.corpus, members);
	}

}
