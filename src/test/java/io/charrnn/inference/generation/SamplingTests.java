package io.charrnn.inference.generation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.InferenceClient;
import io.charrnn.inference.InferenceClient.Event;
import io.charrnn.model.Cell;
import io.charrnn.registry.Models;
import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@ServiceTest
class SamplingTests {

	private InferenceClient client;

	private String model;

	private String path;

	@BeforeEach
	void publish(@LocalServerPort int port, @Autowired Models models, @Autowired ContentStore content) {
		this.client = new InferenceClient(port, models, content);
		this.model = "/api/v1/models/"
				+ this.client.publish("sampling", Networks.random(Cell.GRU, 1, 24, "abcdefgh é\n😀🙂"));
		this.path = this.model + "/generations";
	}

	@Test
	void biasDecidesWhereItIsLarge() {
		assertThat(text("{\"characterBias\": {\"😀\": 100}, \"maxCharacters\": 20}")).isEqualTo("😀".repeat(20));
		assertThat(text("{\"characterBias\": {\"a\": -100, \"\\n\": -100}, \"maxCharacters\": 2000}"))
			.doesNotContain("a", "\n");
	}

	@Test
	void frequencyPenaltyOutweighsBias() {
		String text = text("{\"characterBias\": {\"b\": 100}, \"frequencyPenalty\": 2, \"maxCharacters\": 100}");
		assertThat(text).startsWith("b".repeat(40));
		assertThat(text.chars().filter((character) -> character == 'b').count()).isBetween(40L, 65L);
	}

	@Test
	void presencePenaltyCountsGeneratedCharactersAndNotThePrompt() {
		String prompt = "\"prompt\": \"😀🙂abcdefgh é\\n\", \"temperature\": 0, \"maxCharacters\": ";
		assertThat(text("{%s1}".formatted(prompt))).isEqualTo(text("{\"presencePenalty\": 2, %s1}".formatted(prompt)));
		String text = text("{\"temperature\": 0.000001, \"presencePenalty\": -2, \"maxCharacters\": 60, "
				+ "\"characterBias\": {\"b\": 100, \"c\": 100}}");
		assertThat(text).matches("[bc]{60}")
			.isNotEqualTo(text("{\"temperature\": 0.000001, \"presencePenalty\": 2, "
					+ "\"maxCharacters\": 60, \"characterBias\": {\"b\": 100, \"c\": 100}}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "[a-c]{3,9} 😀", "(ab|cd)+", "[^\\n]{20}", "(a|b)*h", "[a-z]+( [a-z]+)*\\n" })
	void writesWhatThePatternSays(String pattern) {
		Pattern java = Pattern.compile(pattern.replace("\\\\", "\\"));
		for (int seed = 0; seed < 20; seed++) {
			String body = "{\"seed\": %d, \"maxCharacters\": 30, \"pattern\": \"%s\"}".formatted(seed,
					pattern.replace("\\n", "\\\\n"));
			JsonNode generation = this.client.post(200, this.path, body).at("/generations/0");
			String text = generation.get("text").asString();
			assertThat(java.matcher(text).matches()).as(text).isTrue();
			if (text.codePointCount(0, text.length()) < 30) {
				assertThat(generation.get("finishReason").asString()).isEqualTo("pattern");
			}
			assertThat(this.client.stream(this.path, body)
				.stream()
				.filter((event) -> event.name().equals("text"))
				.map((event) -> event.data().get("text").asString())
				.reduce("", String::concat)).isEqualTo(text);
		}
	}

	@Test
	void textThatThePatternLetsGoOnEndsAtItsLength() {
		JsonNode generation = this.client.post(200, this.path, """
				{"pattern": "([^Z]{4})*", "maxCharacters": 10}""").at("/generations/0");
		assertThat(generation.get("finishReason").asString()).isEqualTo("length");
		assertThat(generation.get("text").asString().codePoints().count()).isEqualTo(8);
	}

	@Test
	void stopStringEndsTextBeforeThePatternDoes() {
		JsonNode generation = this.client.post(200, this.path, """
				{"pattern": "[ab]{30}c", "stop": ["a", "b"], "maxCharacters": 40}""").at("/generations/0");
		assertThat(generation.get("finishReason").asString()).isEqualTo("stop");
		assertThat(generation.get("text").asString()).isEmpty();
	}

	@Test
	void biasAndFiltersActWithinThePattern() {
		assertThat(text("""
				{"pattern": "[ab]{5}", "characterBias": {"b": 100, "c": 100}, "maxCharacters": 10}"""))
			.isEqualTo("bbbbb");
		assertThat(text("{\"pattern\": \"[ab]{5}\", \"topK\": 1}")).matches("[ab]{5}");
	}

	@Test
	void smallTypicalPLeavesNoChoice() {
		String settings = "{\"typicalP\": 0.000001, \"maxCharacters\": 50, \"seed\": ";
		assertThat(text(settings + "1}")).isEqualTo(text(settings + "2}"));
	}

	@Test
	void sameSeedGivesTheSameTextWithAllSettings() {
		String body = """
				{"prompt": "bad", "seed": 4, "temperature": 0.9, "topK": 12, "topP": 0.97, "minP": 0.01, "typicalP": 0.9,
				 "repetitionPenalty": 1.2, "presencePenalty": 0.1, "frequencyPenalty": 0.01, "characterBias": {"a": 0.5},
				 "penaltyWindow": 30, "noRepeatNgramSize": 3}
				""";
		assertThat(text(body)).isEqualTo(text(body))
			.isNotEqualTo(text(body.replace("1.2", "1.0")))
			.isNotEqualTo(text(body.replace("30", "2")))
			.isNotEqualTo(text(body.replace("Size\": 3", "Size\": 2")));
	}

	@Test
	void penaltyForgetsWhatIsBehindItsWindow() {
		String settings = "\"temperature\": 0, \"maxCharacters\": 12, \"presencePenalty\": 2, "
				+ "\"frequencyPenalty\": 2, \"characterBias\": {\"a\": 62, \"b\": 60, \"c\": 60}";
		assertThat(text("{\"penaltyWindow\": 1, %s}".formatted(settings))).matches("(a[bc]){6}");
		assertThat(text("{\"penaltyWindow\": 2, %s}".formatted(settings))).matches("(abc){4}|(acb){4}");
	}

	@Test
	void patternWinsOverNgrams() {
		assertThat(text("{\"pattern\": \"(ab){8}\", \"noRepeatNgramSize\": 2}")).isEqualTo("ab".repeat(8));
	}

	@Test
	void logProbabilitiesAreTheModelsOwnWhateverTheSettings() {
		JsonNode generation = this.client
			.post(200, this.path,
					"""
							{"prompt": "ba", "seed": 1, "temperature": 0.3, "topK": 2, "characterBias": {"d": 3}, "maxCharacters": 50,
									 "logProbabilities": 3}""")
			.at("/generations/0");
		String text = generation.get("text").asString();
		JsonNode scored = this.client.post(200, this.model + "/scores", json("ba" + text)).at("/scores/0/characters");
		JsonNode first = this.client.post(200, this.model + "/predictions", """
				{"text": "ba", "top": 3}""").at("/predictions/0/characters");
		double sum = 0;
		for (int index = 0; index < 50; index++) {
			JsonNode character = generation.get("logProbabilities").get(index);
			assertThat(character.get("character")).isEqualTo(scored.get(index + 2).get("character"));
			assertThat(character.get("logProbability").asDouble())
				.isCloseTo(-scored.get(index + 2).get("surprisal").asDouble(), within(1e-9));
			sum += character.get("logProbability").asDouble();
		}
		assertThat(generation.get("meanLogProbability").asDouble()).isCloseTo(sum / 50, within(1e-9));
		for (int rank = 0; rank < 3; rank++) {
			JsonNode alternative = generation.at("/logProbabilities/0/alternatives").get(rank);
			assertThat(alternative.get("character")).isEqualTo(first.get(rank).get("character"));
			assertThat(alternative.get("logProbability").asDouble())
				.isCloseTo(first.get(rank).get("logProbability").asDouble(), within(1e-9));
		}
		assertThat(generation.at("/logProbabilities/0/alternatives").size()).isEqualTo(3);
	}

	@Test
	void leavesProbabilitiesOutUnlessAsked() {
		JsonNode generation = this.client.post(200, this.path, "{\"maxCharacters\": 2}").at("/generations/0");
		assertThat(generation.has("logProbabilities")).isFalse();
		assertThat(generation.has("meanLogProbability")).isFalse();
		assertThat(this.client.post(200, this.path, "{\"maxCharacters\": 2, \"logProbabilities\": 0}")
			.at("/generations/0/logProbabilities/1/alternatives")
			.size()).isZero();
	}

	@Test
	void probabilitiesBelongToTheTextThatIsReturned() {
		String body = "{\"prompt\": \"bad\", \"seed\": 3, \"maxCharacters\": 2000, \"stop\": [\"ab\", \"😀e\"], "
				+ "\"includePrompt\": true, \"logProbabilities\": 2}";
		JsonNode generation = this.client.post(200, this.path, body).at("/generations/0");
		assertThat(generation.get("finishReason").asString()).isEqualTo("stop");
		assertThat(characters(generation.get("logProbabilities"))).isEqualTo(generation.get("text").asString());
		List<JsonNode> streamed = new ArrayList<>();
		for (Event event : this.client.stream(this.path, body)) {
			event.data().path("logProbabilities").forEach(streamed::add);
			if (event.name().equals("done")) {
				assertThat(event.data().get("meanLogProbability")).isEqualTo(generation.get("meanLogProbability"));
			}
		}
		assertThat(streamed).hasSize(generation.get("logProbabilities").size());
		for (int index = 0; index < streamed.size(); index++) {
			assertThat(streamed.get(index)).isEqualTo(generation.get("logProbabilities").get(index));
		}
	}

	@Test
	void bestOfReturnsTheMostProbableTexts() {
		String settings = "\"seed\": 20, \"maxCharacters\": 30, \"logProbabilities\": 0";
		List<JsonNode> all = new ArrayList<>();
		this.client.post(200, this.path, "{\"n\": 8, %s}".formatted(settings)).get("generations").forEach(all::add);
		all.sort(Comparator.comparing((JsonNode text) -> text.get("meanLogProbability").asDouble()).reversed());
		JsonNode response = this.client.post(200, this.path, "{\"n\": 2, \"bestOf\": 8, %s}".formatted(settings));
		JsonNode best = response.get("generations");
		assertThat(best.size()).isEqualTo(2);
		assertThat(best.get(0)).isEqualTo(all.get(0));
		assertThat(best.get(1)).isEqualTo(all.get(1));
		assertThat(response.at("/usage/generatedCharacters").asInt()).isEqualTo(240);
		JsonNode without = this.client.post(200, this.path, """
				{"bestOf": 8, "seed": 20, "maxCharacters": 30}""").at("/generations/0");
		assertThat(without.get("text")).isEqualTo(all.get(0).get("text"));
		assertThat(without.has("logProbabilities")).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{"typicalP": 0}                    | 422 | out-of-bounds     | typicalP must be more than 0 and at most 1, but is 0
					{"typicalP": 1.5}                  | 422 | out-of-bounds     | typicalP
					{"repetitionPenalty": 0}           | 422 | out-of-bounds     | repetitionPenalty must be from 0.01 to 100, but is 0
					{"repetitionPenalty": 101}         | 422 | out-of-bounds     | repetitionPenalty
					{"presencePenalty": 2.5}           | 422 | out-of-bounds     | presencePenalty must be from -2 to 2
					{"frequencyPenalty": -3}           | 422 | out-of-bounds     | frequencyPenalty
					{"characterBias": {"a": 101}}      | 422 | out-of-bounds     | characterBias["a"] must be from -100 to 100
					{"characterBias": {"a": null}}     | 422 | out-of-bounds     | characterBias["a"]
					{"characterBias": {"a": "x"}}      | 400 | wrong-type        | characterBias
					{"characterBias": {"ab": 1}}       | 422 | out-of-bounds     | one character, but is "ab"
					{"characterBias": {"": 1}}         | 422 | out-of-bounds     | one character
					{"characterBias": {"Z": 1}}        | 422 | unknown-character | U+005A LATIN CAPITAL LETTER Z
					{"characterBias": []}              | 400 | wrong-type        | characterBias
					{"bestOf": 0}                      | 422 | out-of-bounds     | bestOf must be from 1 to 16
					{"n": 3, "bestOf": 2}              | 422 | out-of-bounds     | bestOf must be from 3 to 16
					{"bestOf": 17}                     | 422 | out-of-bounds     | bestOf
					{"bestOf": 2, "stream": true}      | 422 | out-of-bounds     | bestOf must be left out of a stream
					{"logProbabilities": -1}           | 422 | out-of-bounds     | logProbabilities must be from 0 to 20
					{"logProbabilities": 21}           | 422 | out-of-bounds     | logProbabilities
					{"logProbabilities": true}         | 400 | wrong-type        | logProbabilities
					{"pattern": "a**"}                 | 422 | invalid-pattern     | pattern cannot be parsed at position 2
					{"pattern": ""}                    | 422 | out-of-bounds       | pattern must have from 1 to 500 characters
					{"pattern": "Z"}                   | 422 | pattern-cannot-match | no text in the model's alphabet
					{"pattern": "a{9}", "maxCharacters": 8} | 422 | pattern-cannot-match | 9 characters
					'{"pattern": "(a|b)*a(a|b){30}"}'  | 422 | pattern-too-complex | more states
					{"pattern": 1}                     | 400 | wrong-type          | pattern
					{"logProbabilities": 1, "maxCharacters": 100000, "n": 2} | 422 | out-of-bounds | at most 200,000
							""")
	void refuses(String body, int status, String type, String detail) {
		JsonNode problem = this.client.post(status, this.path, body);
		assertThat(problem.get("type").asString()).isEqualTo("urn:char-rnn:problem:" + type);
		assertThat(problem.get("detail").asString()).contains(detail);
	}

	private String text(String body) {
		return this.client.post(200, this.path, body).at("/generations/0/text").asString();
	}

	private static String characters(JsonNode probabilities) {
		StringBuilder text = new StringBuilder();
		probabilities.forEach((character) -> text.append(character.get("character").asString()));
		return text.toString();
	}

	private static String json(String text) {
		return "{\"text\": \"%s\"}".formatted(text.replace("\n", "\\n"));
	}

}
