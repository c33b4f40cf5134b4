package io.charrnn.inference.sessions;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.InferenceClient;
import io.charrnn.model.Cell;
import io.charrnn.registry.Models;
import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@ServiceTest
class LearningTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String TEXT = "bad cab fed gag bad cab fed gag bad cab fed gag ".repeat(4);

	private InferenceClient client;

	private String model;

	@Autowired
	private JdbcClient jdbc;

	@BeforeEach
	void publish(@LocalServerPort int port, @Autowired Models models, @Autowired ContentStore content) {
		this.client = new InferenceClient(port, models, content);
		use(Cell.LSTM);
	}

	@ParameterizedTest
	@EnumSource
	void lossFallsFromOneLessonToTheNext(Cell cell) {
		use(cell);
		String session = create("{}");
		double first = learn(session, TEXT).get("loss").asDouble();
		double last = first;
		for (int lesson = 0; lesson < 10; lesson++) {
			last = learn(session, TEXT).get("loss").asDouble();
		}
		assertThat(last).isLessThan(0.8 * first);
	}

	@Test
	void lossIsThatBeforeLearning() {
		String text = TEXT.substring(0, 60);
		JsonNode fed = learn(create("{}"), text);
		double scored = score(text);
		assertThat(fed.get("loss").asDouble()).isCloseTo(scored, within(1e-4));
		assertThat(fed.get("bitsPerCharacter").asDouble()).isCloseTo(scored / Math.log(2), within(1e-3));
		assertThat(fed.get("characters").asInt()).isEqualTo(60);
		JsonNode further = learn(create("{\"text\": \"%s\"}".formatted(TEXT.substring(0, 20))), TEXT.substring(20, 60));
		double whole = 59 * score(text);
		double beginning = 19 * score(TEXT.substring(0, 20));
		assertThat(further.get("loss").asDouble()).isCloseTo((whole - beginning) / 40, within(1e-4));
	}

	@Test
	void modelStaysAsItIs() {
		double before = score(TEXT);
		JsonNode prediction = this.client.post(200, this.model + "/predictions", "{\"text\": \"ba\"}");
		String session = create("{}");
		learn(session, TEXT);
		assertThat(score(TEXT)).isEqualTo(before);
		assertThat(this.client.post(200, this.model + "/predictions", "{\"text\": \"ba\"}")).isEqualTo(prediction);
		assertThat(get(session).get("learned").asBoolean()).isTrue();
	}

	@Test
	void goesOnWithWhatItLearned() {
		String session = create("{\"text\": \"bad\"}");
		JsonNode before = predict(session);
		learn(session, TEXT);
		JsonNode learned = predict(session);
		assertThat(learned.get("fingerprint")).isNotEqualTo(before.get("fingerprint"));
		String copy = "/api/v1/sessions/" + this.client.post(201, session + "/fork", "{}").get("id").asString();
		assertThat(predict(copy)).isEqualTo(learned);
		this.client.post(200, session + "/characters", "{\"text\": \" cab\"}");
		assertThat(get(session).get("learned").asBoolean()).isTrue();
		this.client.post(200, session + "/generations", "{\"maxCharacters\": 5}");
		this.client.post(200, session + "/rewind", "{\"mark\": 0}");
		assertThat(predict(session)).isEqualTo(before);
		assertThat(get(session).get("learned").asBoolean()).isFalse();
		assertThat(predict(copy)).isEqualTo(learned);
	}

	@Test
	void sameLessonsLeadToTheSameWeights() {
		String one = create("{}");
		String other = create("{}");
		for (int lesson = 0; lesson < 2; lesson++) {
			learn(one, TEXT);
			learn(other, TEXT);
		}
		assertThat(predict(one)).isEqualTo(predict(other));
	}

	@Test
	void stateOfASessionThatLearnedIsNotExported() {
		String session = create("{}");
		learn(session, TEXT);
		HttpResponse<byte[]> response = this.client.send("GET", session + "/state", "text/plain", new byte[0]);
		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("session-has-learned");
	}

	@Test
	void keepsFewWeightsAndLeavesNoneBehind() {
		long before = contents();
		String session = create("{}");
		for (int lesson = 0; lesson < 10; lesson++) {
			learn(session, TEXT.substring(lesson, 60));
		}
		this.client.post(200, session + "/characters", "{\"text\": \" cab\"}");
		assertThat(contents() - before).isEqualTo(8);
		String copy = "/api/v1/sessions/" + this.client.post(201, session + "/fork", "{}").get("id").asString();
		assertThat(this.client.send("DELETE", session, "text/plain", new byte[0]).statusCode()).isEqualTo(204);
		assertThat(contents() - before).isEqualTo(1);
		predict(copy);
		assertThat(this.client.send("DELETE", copy, "text/plain", new byte[0]).statusCode()).isEqualTo(204);
		assertThat(contents()).isEqualTo(before);
	}

	private void use(Cell cell) {
		this.model = "/api/v1/models/" + this.client.publish("learning", Networks.random(cell, 2, 16, "abcdefg \n"));
	}

	private JsonNode learn(String session, String text) {
		return this.client.post(200, session + "/characters",
				"{\"text\": \"%s\", \"learn\": true, \"learningRate\": 0.01}".formatted(text));
	}

	private JsonNode predict(String session) {
		return this.client.post(200, session + "/predictions", "{}");
	}

	private double score(String text) {
		return this.client.post(200, this.model + "/scores", "{\"text\": \"%s\"}".formatted(text))
			.at("/scores/0/loss")
			.asDouble();
	}

	private String create(String body) {
		return "/api/v1/sessions/" + this.client.post(201, this.model + "/sessions", body).get("id").asString();
	}

	private JsonNode get(String path) {
		return JSON.readTree(this.client.send("GET", path, "text/plain", new byte[0]).body());
	}

	private long contents() {
		return this.jdbc.sql("SELECT count(*) FROM content").query(Long.class).single();
	}

}
