package io.charrnn;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.InferenceClient;
import io.charrnn.model.Cell;
import io.charrnn.registry.Models;
import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import io.charrnn.training.TrainingClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the service answers does not depend on the machine's language: Persian and Hindi
 * have digits of their own, Turkish an I without a dot, German other separators.
 */
@ServiceTest
class LocaleTests {

	/** What two equal requests differ in. */
	private static final String DIFFERENT = "(job|corpus|checkpoint)_[0-9a-f]+|local(ised|ized):[0-9]+|\"(version|timings"
			+ "|secondsLeft|requestId|training(Duration|Seconds)|archive(Sha256|Bytes)|charactersPerSecond|[a-z]+At|created(_at)?|id|step)"
			+ "\":(\\{[^}]*}|\"[^\"]*\"|[-0-9.E]+|null)";

	private static final String TEXT = "I SING OF I: i sing of it, it is mine.\n".repeat(60);

	private final Locale usual = Locale.getDefault();

	private TrainingClient client;

	private String model;

	@BeforeEach
	void publish(@LocalServerPort int port, @Autowired Models models, @Autowired ContentStore content) {
		this.client = new TrainingClient(port);
		this.model = new InferenceClient(port, models, content).publish("localised",
				Networks.random(Cell.GRU, 2, 40, "Iabcdefi\n"));
	}

	@AfterEach
	void reset() {
		Locale.setDefault(this.usual);
	}

	@Test
	void answersDoNotDependOnTheLanguageOfTheMachine() {
		Locale.setDefault(Locale.ROOT);
		List<String> expected = answers();
		for (String language : List.of("fa", "tr", "hi-IN-u-nu-deva", "de")) {
			Locale.setDefault(Locale.forLanguageTag(language));
			assertThat(answers()).as(language).containsExactlyElementsOf(expected);
		}
	}

	private List<String> answers() {
		List<HttpResponse<String>> answers = new ArrayList<>();
		String path = "/api/v1/models/" + this.model;
		answers.add(this.client.post(path + "/predictions", "{\"text\": \"Iabc\", \"top\": 3, \"length\": 2}"));
		answers.add(this.client.post(path + "/generations",
				"{\"prompt\": \"I\", \"maxCharacters\": 30, \"seed\": 7, \"pattern\": \"[a-fIi]{10,30}\"}"));
		answers.add(this.client.post(path + "/scores", "{\"text\": \"fadeIi\"}"));
		answers.add(this.client.post(path + "/predictions", "{\"texts\": [\"a\", null]}"));
		answers.add(this.client.post(path + "/predictions", "{\"texts\": [\"a\", \"1234\"]}"));
		answers.add(this.client.post(path + "/generations", "{\"maxCharacters\": 1000000}"));
		answers.add(this.client.post(path + "/generations", "{\"stop\": [\"\"]}"));
		answers.add(this.client.post(path + "/generations", "{\"pattern\": \"[a-\"}"));
		answers.add(this.client.post(path + "/generations", "{\"characterBias\": {\"a\": 1e3}}"));
		answers.add(this.client.post(path + "/predictions", "[".repeat(100)));
		answers.add(this.client.get("/api/v1/corpora?limit=1000000"));
		answers.add(this.client.get(path));
		answers.add(this.client.post("/v1/completions",
				"{\"model\": \"%s\", \"prompt\": \"Ii\", \"max_tokens\": 12, \"seed\": 7, \"logprobs\": 2}"
					.formatted(this.model)));
		answers.add(this.client.post("/v1/completions",
				"{\"model\": \"%s\", \"prompt\": [0, 1000000]}".formatted(this.model)));
		answers.addAll(trainingAnswers());
		return answers.stream().map(LocaleTests::comparable).toList();
	}

	private List<HttpResponse<String>> trainingAnswers() {
		List<HttpResponse<String>> answers = new ArrayList<>();
		String corpus = this.client.upload(TEXT);
		answers.add(this.client.get("/api/v1/corpora/" + corpus));
		answers.add(this.client.submit("""
				{"corpus": "%s", "model": "localised", "hyperparameters": {"batchSize": 1000000}}"""
			.formatted(corpus)));
		HttpResponse<String> submitted = this.client.submit("""
				{"corpus": "%s", "model": "localized", "hyperparameters": {"cell": "LSTM", "layers": 1, "hiddenSize": 8,
				 "batchSize": 2, "sequenceLength": 10, "maxIterations": 12, "validateEvery": 6, "seed": 3}}"""
			.formatted(corpus));
		answers.add(submitted);
		String job = this.client.parse(submitted).get("id").asString();
		String result = this.client.await(job, "succeeded").get("result").asString();
		answers.add(this.client.get("/api/v1/training-jobs/" + job));
		answers.add(this.client.get("/api/v1/models/" + result));
		answers
			.add(this.client.post("/api/v1/models/" + result + "/generations", "{\"prompt\": \"I S\", \"seed\": 1}"));
		answers.add(this.client.get("/v1/fine_tuning/jobs/" + job + "/checkpoints"));
		return answers;
	}

	private static String comparable(HttpResponse<String> answer) {
		return answer.statusCode() + " " + answer.body().replaceAll(DIFFERENT, "-");
	}

}
