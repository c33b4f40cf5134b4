package io.charrnn.inference.serving;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.InferenceClient;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.Precision;
import io.charrnn.model.step.Stepper;
import io.charrnn.registry.Models;
import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

@ServiceTest
class PrecisionTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String BFLOAT16 = "{\"precision\": \"bfloat16\"}";

	private InferenceClient client;

	private String model;

	@BeforeEach
	void publish(@LocalServerPort int port, @Autowired Models models, @Autowired ContentStore content) {
		this.client = new InferenceClient(port, models, content);
		this.model = "/api/v1/models/" + this.client.publish("precise", Networks.random(Cell.LSTM, 2, 64, "abcdef\n"));
	}

	@Test
	void bfloat16IsAnotherModelToCompareWith() {
		assumeThat(Stepper.supports(Precision.BFLOAT16)).isTrue();
		JsonNode before = score();
		assertThat(serving("GET", "", 200).get("precision").asString()).isEqualTo("float32");
		JsonNode set = serving("PUT", BFLOAT16, 200);
		assertThat(set.get("precision").asString()).isEqualTo("bfloat16");
		assertThat(set).isEqualTo(serving("GET", "", 200));
		JsonNode rounded = score();
		assertThat(rounded.get("fingerprint")).isEqualTo(set.get("fingerprint"))
			.isNotEqualTo(before.get("fingerprint"));
		assertThat(loss(rounded)).isNotEqualTo(loss(before));
		assertThat(Math.abs(loss(rounded) - loss(before))).isLessThan(0.1);
		serving("PUT", "{\"precision\": \"float32\"}", 200);
		assertThat(score()).isEqualTo(before);
	}

	@Test
	void textsInBfloat16AreTheSameAloneAndTogether() {
		assumeThat(Stepper.supports(Precision.BFLOAT16)).isTrue();
		serving("PUT", BFLOAT16, 200);
		JsonNode together = this.client.post(200, this.model + "/generations",
				"{\"maxCharacters\": 200, \"seed\": 10, \"n\": 16}");
		for (int index = 0; index < 16; index += 5) {
			assertThat(this.client
				.post(200, this.model + "/generations", "{\"maxCharacters\": 200, \"seed\": %d}".formatted(10 + index))
				.at("/generations/0")).isEqualTo(together.at("/generations/" + index));
		}
	}

	@Test
	void processorWithoutBfloat16RefusesIt() {
		assumeThat(Stepper.supports(Precision.BFLOAT16)).isFalse();
		JsonNode problem = serving("PUT", BFLOAT16, 422);
		assertThat(problem.get("type").asString()).isEqualTo("urn:char-rnn:problem:precision-not-supported");
		assertThat(problem.get("field").asString()).isEqualTo("precision");
		assertThat(serving("GET", "", 200).get("precision").asString()).isEqualTo("float32");
	}

	@ParameterizedTest
	@CsvSource({ "255, false", "256, true" })
	void autoIsBfloat16WhereASingleTextIsFasterToo(int hiddenSize, boolean faster) {
		boolean expected = faster && Stepper.supports(Precision.BFLOAT16);
		assertThat(WantedPrecision.AUTO.of(new Architecture(Cell.LSTM, 1, hiddenSize, 50)))
			.isEqualTo(expected ? Precision.BFLOAT16 : Precision.FLOAT32);
	}

	@Test
	void autoIsAnsweredWithThePrecisionThatItIs() {
		assertThat(serving("PUT", "{\"precision\": \"auto\"}", 200).get("precision").asString()).isEqualTo("float32");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{}                        | 400 | precision, pinned or mixture must be given
			{"precision": null}       | 400 | precision, pinned or mixture must be given
			{"pinned": "yes"}         | 400 | pinned
			{"precision": "float16"}  | 400 | precision
			{"precision": 1}          | 400 | precision
			""")
	void refuses(String body, int status, String detail) {
		assertThat(serving("PUT", body, status).get("detail").asString()).contains(detail);
	}

	@Test
	void whatIsLeftOutStaysAsItIs() {
		assertThat(serving("GET", "", 200).get("pinned").asBoolean()).isFalse();
		JsonNode set = serving("PUT", "{\"pinned\": true}", 200);
		assertThat(set.get("pinned").asBoolean()).isTrue();
		assertThat(set.get("precision").asString()).isEqualTo("float32");
		assertThat(serving("PUT", "{\"precision\": \"float32\"}", 200)).isEqualTo(set)
			.isEqualTo(serving("GET", "", 200));
		assertThat(serving("PUT", "{\"pinned\": false}", 200).get("pinned").asBoolean()).isFalse();
	}

	private JsonNode score() {
		return this.client.post(200, this.model + "/scores", "{\"text\": \"abcdefabcdefbadcafe\"}");
	}

	private static double loss(JsonNode scores) {
		return scores.at("/scores/0/loss").asDouble();
	}

	private JsonNode serving(String method, String body, int status) {
		HttpResponse<byte[]> response = this.client.send(method, this.model + "/serving", "application/json",
				body.getBytes(StandardCharsets.UTF_8));
		assertThat(response.statusCode()).as(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(status);
		return JSON.readTree(response.body());
	}

}
