package io.charrnn.training;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import io.charrnn.content.ContentStore;
import io.charrnn.model.Cell;
import io.charrnn.model.EncodedText;
import io.charrnn.registry.Models;
import io.charrnn.testing.ServiceTest;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * From a text to a model that has learned it, over HTTP, with the engines of the service.
 */
@ServiceTest
class EndToEndTests {

	private static final String TEXT = "she sells sea shells by the sea shore; ".repeat(60);

	@LocalServerPort
	private int port;

	@Autowired
	private Models models;

	@Autowired
	private ContentStore contents;

	private TrainingClient client;

	@BeforeEach
	void connect() {
		this.client = new TrainingClient(this.port);
	}

	@ParameterizedTest
	@EnumSource
	void learnsATextByHeart(Cell cell) {
		JsonNode job = train(TEXT, "sea-" + cell, "fused",
				"\"cell\": \"%s\", \"layers\": 1, \"hiddenSize\": 32, ".formatted(cell)
						+ "\"maxIterations\": 150, \"validateEvery\": 50, \"learningRate\": 0.02",
				"");
		assertThat(job.get("bestValidationLoss").asDouble()).isLessThan(0.3);
		assertThat(this.models.find("sea-" + cell).provenance().library()).matches("oneDNN \\d.*|.*OpenBLAS.*");
		assertThat(job.get("lossExpectation")).hasSize(6);
		assertThat(job.at("/lossExpectation/5/order").asInt()).isEqualTo(6);
		assertThat(job.at("/lossExpectation/5/loss").asDouble()).isBetween(0.01, 1.0);
		assertThat(job.at("/lossExpectation/5/trainingCharacters").asInt()).isEqualTo(TEXT.length() * 9 / 10);
		JsonNode flow = this.client.parse(this.client.get("/api/v1/models/sea-" + cell + "/gradient-flow?lags=20"));
		assertThat(flow.get("characters").asInt()).isEqualTo(TEXT.length() - TEXT.length() * 9 / 10);
		assertThat(flow.at("/layers/0/hiddenNorms")).hasSize(21);
		HttpResponse<String> generated = this.client.post("/api/v1/models/sea-" + cell + "/generations",
				"{\"prompt\": \"she sells sea\", \"maxCharacters\": 7, \"temperature\": 0}");
		assertThat(generated.body()).contains(" shells");
	}

	@Test
	void learnsWithTheReferenceEngineToo() {
		JsonNode job = train(TEXT, "reference", "dl4j",
				"\"layers\": 1, \"hiddenSize\": 32, \"maxIterations\": 30, \"learningRate\": 0.02", "");
		assertThat(job.get("bestValidationLoss").asDouble()).isLessThan(2.2);
		assertThat(this.models.find("reference:1").provenance().engine()).isEqualTo("dl4j");
		String id = job.get("id").asString();
		List<ServerEvent> events = this.client.readEvents(id, "");
		assertThat(events).extracting(ServerEvent::type).contains("metrics", "sample", "checkpoint", "status");
		assertThat(this.client.readEvents(id, "", "Last-Event-ID", events.get(1).id()))
			.isEqualTo(events.subList(2, events.size()));
	}

	@Test
	void goesOnFromAModelWithNewCharactersAndAnotherEngine() {
		String base = train(TEXT, "base", "fused",
				"\"layers\": 1, \"hiddenSize\": 32, \"maxIterations\": 150, \"learningRate\": 0.02", "")
			.get("result")
			.asString();
		JsonNode job = train(TEXT + "ZEBRA", "next", "dl4j", "\"maxIterations\": 3, \"learningRate\": 0.0001",
				", \"initializeFrom\": \"base\"");
		assertThat(job.get("initializeFrom").asString()).isEqualTo(base);
		assertThat(job.at("/hyperparameters/hiddenSize").asInt()).isEqualTo(32);
		assertThat(job.get("trainingLoss").asDouble()).isLessThan(0.5);
		assertThat(this.models.load(this.models.find("next")).alphabet().toString()).endsWith("ABERZ");
	}

	@Test
	void learnsWithSoapAndGoesOnWithItFromAModel() {
		JsonNode job = train(TEXT, "washed", "fused", "\"layers\": 2, \"hiddenSize\": 32, \"optimizer\": \"soap\", "
				+ "\"maxIterations\": 60, \"learningRate\": 0.02", "");
		assertThat(job.at("/hyperparameters/optimizer").asString()).isEqualTo("soap");
		assertThat(job.get("bestValidationLoss").asDouble()).isLessThan(0.5);
		JsonNode next = train(TEXT + "ZEBRA", "rinsed", "fused",
				"\"optimizer\": \"soap\", \"maxIterations\": 12, \"learningRate\": 0.001",
				", \"initializeFrom\": \"washed\"");
		assertThat(next.get("trainingLoss").asDouble()).isLessThan(0.5);
	}

	@Test
	void refusesSoapWithTheReferenceEngine() {
		HttpResponse<String> response = this.client.submit("""
				{"corpus": "%s", "model": "refused", "engine": "dl4j", "hyperparameters": {"optimizer": "soap"}}"""
			.formatted(this.client.upload(TEXT)));
		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(response.body()).contains("optimizer must be adam with the engine dl4j, but is soap");
	}

	@Test
	void validationLossOfAJobIsThatOfItsScoresAndOfDl4j(@TempDir Path directory) throws IOException {
		train(TEXT, "scored", "fused",
				"\"layers\": 2, \"hiddenSize\": 24, \"maxIterations\": 60, \"learningRate\": 0.02", "");
		String validation = TEXT.substring(TEXT.length() * 9 / 10);
		double expected = Objects.requireNonNull(this.models.find("scored").provenance().validationLoss());
		HttpResponse<String> scores = this.client.post("/api/v1/models/scored/scores",
				"{\"text\": \"%s\", \"characters\": false}".formatted(validation));
		assertThat(this.client.parse(scores).at("/scores/0/loss").asDouble()).isCloseTo(expected, within(1e-4));
		Path archive = directory.resolve("scored.zip");
		try (InputStream in = this.contents.open(this.models.find("scored").archiveSha256())) {
			Files.copy(in, archive);
		}
		EncodedText text = this.models.load(this.models.find("scored")).alphabet().encode(validation);
		assertThat(dl4jLoss(ModelSerializer.restoreMultiLayerNetwork(archive.toFile()), text)).isCloseTo(expected,
				within(1e-4));
	}

	/** By stock DL4J, all characters at once. */
	private static double dl4jLoss(MultiLayerNetwork network, EncodedText text) {
		int characters = text.length() - 1;
		INDArray input = Nd4j.zeros(DataType.FLOAT, 1, network.layerInputSize(0), characters);
		for (int position = 0; position < characters; position++) {
			input.putScalar(0, text.at(position), position, 1);
		}
		INDArray probabilities = network.rnnTimeStep(input);
		double sum = 0;
		for (int position = 0; position < characters; position++) {
			sum -= Math.log(probabilities.getDouble(0, text.at(position + 1), position));
		}
		return sum / characters;
	}

	@Test
	void letsACheckpointBeUsedWhileTheJobTrains() {
		HttpResponse<String> response = this.client.submit("""
				{"corpus": "%s", "model": "unfinished", "hyperparameters": {"batchSize": 8, "sequenceLength": 20,
				 "layers": 1, "hiddenSize": 16, "maxIterations": 1000000, "checkpointEvery": 5}}"""
			.formatted(this.client.upload(TEXT)));
		String job = this.client.parse(response).get("id").asString();
		this.client.awaitIteration(job, 5);
		String checkpoint = this.client.readOfJob(job, "checkpoints").at("/items/0/id").asString();
		HttpResponse<String> scores = this.client.post("/api/v1/models/" + checkpoint + "/scores",
				"{\"text\": \"sea shells\"}");
		// It is dropped as soon as there is a newer one.
		assertThat(scores.statusCode()).isIn(200, 404);
		this.client.change(job, "pause");
		this.client.await(job, "paused");
		String last = this.client.readOfJob(job, "checkpoints").at("/items/0/id").asString();
		assertThat(this.client.post("/api/v1/models/" + last + "/scores", "{\"text\": \"sea shells\"}").statusCode())
			.isEqualTo(200);
		this.client.change(job, "cancel");
	}

	private JsonNode train(String text, String model, String engine, String hyperparameters, String more) {
		HttpResponse<String> response = this.client
			.submit("""
					{"corpus": "%s", "model": "%s", "engine": "%s", "hyperparameters": {"batchSize": 8, "sequenceLength": 20,
					 "schedule": {"warmupIterations": 5}, %s}%s}"""
				.formatted(this.client.upload(text), model, engine, hyperparameters, more));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
		return this.client.await(this.client.parse(response).get("id").asString(), "succeeded");
	}

}
