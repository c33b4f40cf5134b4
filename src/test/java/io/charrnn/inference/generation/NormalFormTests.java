package io.charrnn.inference.generation;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.InferenceClient;
import io.charrnn.registry.Models;
import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is compared with a model's characters is read in their normal form. */
@ServiceTest
class NormalFormTests {

	/** What stands in JSON for one character and a combining one. */
	private static final String DECOMPOSED = "e\\u0301";

	private static final String COMPOSED = "\\u00e9";

	private InferenceClient client;

	private String formC;

	/** Of a corpus that was learned as it was. */
	private String formD;

	@BeforeEach
	void publish(@LocalServerPort int port, @Autowired Models models, @Autowired ContentStore content) {
		this.client = new InferenceClient(port, models, content);
		this.formC = this.client.publish("form-c", Networks.cycle("ab\u00e9x"));
		this.formD = this.client.publish("form-d", Networks.cycle("abe\u0301x"));
	}

	@ParameterizedTest
	@CsvSource({ COMPOSED, DECOMPOSED })
	void stopStringsMatchInAnyForm(String given) {
		for (String model : new String[] { this.formC, this.formD }) {
			JsonNode text = generate(model,
					"\"prompt\": \"a\", \"maxCharacters\": 9, \"stop\": [\"%s\"]".formatted(given));
			assertThat(text.get("text").asString()).isEqualTo("b");
			assertThat(text.get("finishReason").asString()).isEqualTo("stop");
		}
	}

	@ParameterizedTest
	@CsvSource({ COMPOSED, DECOMPOSED })
	void stopStringsMatchInAnyFormUnderOpenAisPath(String given) {
		JsonNode completion = this.client.post(200, "/v1/completions",
				"{\"model\": \"%s\", \"prompt\": \"a\", \"max_tokens\": 9, \"stop\": \"%s\"}".formatted(this.formC,
						given));
		assertThat(completion.at("/choices/0/text").asString()).isEqualTo("b");
	}

	@ParameterizedTest
	@CsvSource({ COMPOSED, DECOMPOSED })
	void patternsMatchInAnyForm(String given) {
		JsonNode text = generate(this.formC,
				"\"prompt\": \"a\", \"maxCharacters\": 9, \"pattern\": \"b(%s)+\"".formatted(given));
		assertThat(text.get("text").asString()).isEqualTo("b\u00e9");
	}

	@ParameterizedTest
	@CsvSource({ COMPOSED, DECOMPOSED, "(" + COMPOSED + "|z)", "[" + COMPOSED + "]", "[\\u00e0-\\u00ff]{1}",
			COMPOSED + "+" })
	void patternsMatchWhatWasLearnedAsItWas(String given) {
		JsonNode text = generate(this.formD,
				"\"prompt\": \"a\", \"maxCharacters\": 9, \"pattern\": \"b%s\"".formatted(given));
		assertThat(text.get("text").asString()).isEqualTo("be\u0301");
	}

	@ParameterizedTest
	@CsvSource({ COMPOSED, DECOMPOSED })
	void promptsAreReadInAnyForm(String given) {
		for (String model : new String[] { this.formC, this.formD }) {
			JsonNode text = generate(model, "\"prompt\": \"ab%s\", \"maxCharacters\": 1".formatted(given));
			assertThat(text.get("text").asString()).isEqualTo("x");
		}
	}

	@ParameterizedTest
	@CsvSource({ COMPOSED, DECOMPOSED })
	void biasMayNameACharacterInAnyForm(String given) {
		generate(this.formC, "\"characterBias\": {\"%s\": 1}".formatted(given));
		generate(this.formD, "\"characterBias\": {\"\\u0301\": 1}");
	}

	@Test
	void biasNamesACharacterOnce() {
		JsonNode refused = this.client.post(422, "/api/v1/models/" + this.formC + "/generations",
				"{\"characterBias\": {\"%s\": 1, \"%s\": 2}}".formatted(COMPOSED, DECOMPOSED));
		assertThat(refused.get("field").asString()).isEqualTo("characterBias");
		assertThat(refused.get("detail").asString()).contains("once");
	}

	private JsonNode generate(String model, String fields) {
		return this.client.post(200, "/api/v1/models/" + model + "/generations", "{%s}".formatted(fields))
			.at("/generations/0");
	}

}
