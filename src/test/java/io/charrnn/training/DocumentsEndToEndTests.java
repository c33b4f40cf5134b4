package io.charrnn.training;

import java.net.http.HttpResponse;
import java.util.List;

import io.charrnn.model.Alphabet;
import io.charrnn.registry.Models;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** From documents to a model that begins and ends them, over HTTP. */
@ServiceTest
class DocumentsEndToEndTests {

	@LocalServerPort
	private int port;

	@Autowired
	private Models models;

	private TrainingClient client;

	@BeforeEach
	void connect() {
		this.client = new TrainingClient(this.port);
	}

	@Test
	void endsTheDocumentsThatItWrites() {
		String corpus = corpus("documents=line", "text/plain", "anna\nbertha\ncarla\n".repeat(100));
		String model = "names";
		train(corpus, model, "fused");
		for (int seed = 0; seed < 20; seed++) {
			JsonNode generation = generate(model,
					"\"maxCharacters\": 50, \"temperature\": 0.3, \"seed\": %d".formatted(seed));
			assertThat(generation.get("text").asString()).isIn("anna", "bertha", "carla");
			assertThat(generation.get("finishReason").asString()).isEqualTo("end");
		}
		assertThat(generate(model, "\"maxCharacters\": 50, \"ignoreEnd\": true").get("text").asString()).hasSize(50);
		assertThat(generate(model, "\"minCharacters\": 9, \"maxCharacters\": 50").get("text").asString().length())
			.isGreaterThanOrEqualTo(9);
		assertThat(generate(model, "\"prompt\": \"be\", \"temperature\": 0").get("text").asString()).isEqualTo("rtha");
		JsonNode completion = this.client.parse(this.client.post("/v1/completions",
				"{\"model\": \"%s\", \"max_tokens\": 50, \"prompt\": \"be\", \"temperature\": 0}".formatted(model)));
		assertThat(completion.at("/choices/0/text").asString()).isEqualTo("rtha");
		assertThat(completion.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
		JsonNode score = post("/api/v1/models/" + model + "/scores", "{\"text\": \"carla\"}").at("/scores/0");
		assertThat(score.get("characters")).hasSize(6);
		assertThat(score.at("/characters/0/surprisal").asDouble()).isBetween(0.5, 2.0);
		assertThat(score.at("/characters/5/character").asString()).isEmpty();
		assertThat(score.at("/characters/5/surprisal").asDouble()).isLessThan(0.2);
		assertThat(this.models.load(this.models.find(model)).alphabet())
			.isEqualTo(Alphabet.ofDocuments("abcehlnrt", List.of()));
	}

	@Test
	void writesWhatALabelSaysAndTellsLabelsApart() {
		StringBuilder lines = new StringBuilder();
		for (int line = 0; line < 100; line++) {
			lines.append("{\"text\": \"anna\", \"label\": \"short\"}\n");
			lines.append("{\"text\": \"bartholomea\", \"label\": \"long\"}\n");
		}
		train(corpus("label=label", "application/jsonl", lines.toString()), "labeled", "fused");
		assertThat(generate("labeled", "\"label\": \"short\", \"temperature\": 0.3").get("text").asString())
			.isEqualTo("anna");
		assertThat(generate("labeled", "\"label\": \"long\", \"temperature\": 0.3").get("text").asString())
			.isEqualTo("bartholomea");
		assertThat(generate("labeled", "\"temperature\": 0.3, \"seed\": 1").get("text").asString()).isIn("anna",
				"bartholomea");
		assertThat(this.client.post("/api/v1/models/labeled/generations", "{\"label\": \"huge\"}").body())
			.contains("label must be a label that the model has learned: short, long, but is");
		JsonNode labels = post("/api/v1/models/labeled/scores", "{\"text\": \"anna\", \"labels\": \"all\"}")
			.at("/scores/0/labels");
		assertThat(labels).hasSize(2);
		assertThat(labels.at("/0/label").asString()).isEqualTo("short");
		assertThat(labels.at("/0/probability").asDouble()).isGreaterThan(0.9);
		JsonNode predictions = post("/api/v1/models/labeled/predictions",
				"{\"text\": \"\", \"label\": \"long\", \"top\": 1}");
		assertThat(predictions.at("/predictions/0/characters/0/character").asString()).isEqualTo("b");
		JsonNode session = post("/api/v1/models/labeled/sessions", "{\"label\": \"long\"}");
		assertThat(session.get("position").asInt()).isZero();
		assertThat(post("/api/v1/sessions/" + session.get("id").asString() + "/generations", "{\"temperature\": 0.3}")
			.at("/generations/0/text")
			.asString()).isEqualTo("bartholomea");
	}

	@Test
	void mixesDocumentsWithTheirNgramsAndLearnsFromThem() {
		StringBuilder lines = new StringBuilder();
		for (int line = 0; line < 100; line++) {
			lines.append("{\"text\": \"anna\", \"label\": \"short\"}\n");
			lines.append("{\"text\": \"bartholomea\", \"label\": \"long\"}\n");
		}
		train(corpus("label=label", "application/jsonl", lines.toString()), "mixed-documents", "fused");
		String scores = "/api/v1/models/mixed-documents/scores";
		double alone = post(scores, "{\"text\": \"anna\"}").at("/scores/0/loss").asDouble();
		JsonNode mixed = post(scores, "{\"text\": \"anna\", \"mixture\": true}");
		assertThat(mixed.get("mixture").asBoolean()).isTrue();
		assertThat(mixed.at("/scores/0/characters")).hasSize(5);
		assertThat(mixed.at("/scores/0/loss").asDouble()).isLessThan(1.5).isNotEqualTo(alone);
		JsonNode text = generate("mixed-documents", "\"mixture\": true, \"label\": \"long\", \"temperature\": 0.3");
		assertThat(text.get("text").asString()).isEqualTo("bartholomea");
		assertThat(text.get("finishReason").asString()).isEqualTo("end");
		String unlike = "nnab".repeat(50);
		assertThat(
				post(scores, "{\"text\": \"%s\", \"learn\": true}".formatted(unlike)).at("/scores/0/loss").asDouble())
			.isLessThan(post(scores, "{\"text\": \"%s\"}".formatted(unlike)).at("/scores/0/loss").asDouble());
	}

	@Test
	void drawsTheDocumentsToValidateOn() {
		String corpus = corpus("documents=line", "text/plain", "anna\nbertha\ncarla\n".repeat(100));
		HttpResponse<String> response = this.client
			.submit("""
					{"corpus": "%s", "model": "drawn", "hyperparameters": {%s, "maxIterations": 20, "validationSplit": "documents"}}"""
				.formatted(corpus, TrainingClient.TINY));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
		String job = this.client.parse(response).get("id").asString();
		JsonNode trained = this.client.await(job, "succeeded");
		assertThat(trained.at("/hyperparameters/validationSplit").asString()).isEqualTo("documents");
		JsonNode provenance = this.client.read("/api/v1/models/drawn").get("provenance");
		assertThat(provenance.get("trainingCharacters").asLong() + provenance.get("validationCharacters").asLong())
			.isEqualTo(this.client.read("/api/v1/corpora/" + corpus).get("characters").asLong() + 1);
		JsonNode score = post("/api/v1/models/drawn/scores", "{\"text\": \"carla\", \"baselines\": true}")
			.at("/scores/0");
		assertThat(score.get("baselines")).isNotEmpty();
	}

	@Test
	void goesOnFromAModelThatKnewNoDocuments() {
		String plain = this.client.upload("anna bertha carla ".repeat(100));
		train(plain, "plain", "fused");
		String corpus = corpus("documents=line", "text/plain", "anna\nbertha\ncarla\n".repeat(100));
		train(corpus, "grown", "fused\", \"initializeFrom\": \"plain");
		Alphabet alphabet = this.models.load(this.models.find("grown")).alphabet();
		assertThat(alphabet.toString()).isEqualTo(" abcehlnrt");
		assertThat(alphabet.end()).isEqualTo(10);
		assertThat(generate("grown", "\"seed\": 3").get("finishReason").asString()).isEqualTo("end");
		assertThat(post("/api/v1/models/plain/scores", "{\"text\": \"anna\"}").at("/scores/0/characters")).hasSize(4);
	}

	private String corpus(String query, String type, String body) {
		HttpResponse<String> response = this.client.upload(query, type, body);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
		return this.client.parse(response).get("id").asString();
	}

	private JsonNode generate(String model, String fields) {
		return post("/api/v1/models/" + model + "/generations", "{" + fields + "}").at("/generations/0");
	}

	private JsonNode post(String path, String body) {
		HttpResponse<String> response = this.client.post(path, body);
		assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
		return this.client.parse(response);
	}

	private void train(String corpus, String model, String engine) {
		String architecture = engine.contains("initializeFrom") ? "" : "\"layers\": 1, \"hiddenSize\": 32, ";
		HttpResponse<String> response = this.client
			.submit("""
					{"corpus": "%s", "model": "%s", "engine": "%s", "hyperparameters": {"batchSize": 8, "sequenceLength": 20,
					 "schedule": {"warmupIterations": 5}, %s"maxIterations": 200, "learningRate": 0.02}}"""
				.formatted(corpus, model, engine, architecture));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
		JsonNode job = this.client.await(this.client.parse(response).get("id").asString(), "succeeded");
		assertThat(job.get("bestValidationLoss").asDouble()).isLessThan(0.8);
	}

}
