package io.charrnn.inference.prediction;

import java.util.Arrays;
import java.util.stream.IntStream;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.InferenceClient;
import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.step.SteppedText;
import io.charrnn.model.step.Stepper;
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
import static org.assertj.core.api.Assertions.within;

@ServiceTest
class PredictionTests {

	private static final LanguageModel RANDOM = Networks.random(Cell.LSTM, 2, 16, "abcdefgh é\n😀🙂");

	private InferenceClient client;

	private String path;

	@BeforeEach
	void publish(@LocalServerPort int port, @Autowired Models models, @Autowired ContentStore content) {
		this.client = new InferenceClient(port, models, content);
		this.path = "/api/v1/models/%s/predictions".formatted(this.client.publish("predictions", RANDOM));
	}

	@Test
	void givesTheModelsDistribution() {
		JsonNode response = this.client.post(200, this.path, """
				{"text": "bad 😀", "top": 100}""");
		assertThat("/api/v1/models/%s/predictions".formatted(response.get("model").asString())).isEqualTo(this.path);
		assertThat(response.get("fingerprint").asString()).matches("[0-9a-f]{16}");
		JsonNode prediction = response.at("/predictions/0");
		double[] expected = probabilities("bad 😀", 1);
		double sum = 0;
		double entropy = 0;
		double before = 1;
		for (JsonNode candidate : prediction.get("characters")) {
			double probability = candidate.get("probability").asDouble();
			int index = index(candidate.get("character").asString());
			assertThat(probability).isCloseTo(expected[index], within(1e-9)).isLessThanOrEqualTo(before);
			assertThat(candidate.get("logProbability").asDouble()).isCloseTo(Math.log(probability), within(1e-9));
			entropy -= probability * Math.log(probability);
			sum += probability;
			before = probability;
		}
		assertThat(prediction.get("characters").size()).isEqualTo(13);
		assertThat(sum).isCloseTo(1, within(1e-12));
		assertThat(prediction.get("entropy").asDouble()).isCloseTo(entropy, within(1e-9));
	}

	@Test
	void temperatureSharpensTheDistribution() {
		JsonNode prediction = this.client.post(200, this.path, """
				{"text": "bad", "temperature": 0.5, "top": 1}""").at("/predictions/0");
		double[] expected = probabilities("bad", 0.5);
		int index = index(prediction.at("/characters/0/character").asString());
		assertThat(prediction.at("/characters/0/probability").asDouble()).isCloseTo(expected[index], within(1e-9));
		assertThat(prediction.get("entropy").asDouble()).isCloseTo(
				-IntStream.range(0, expected.length).mapToDouble((i) -> expected[i] * Math.log(expected[i])).sum(),
				within(1e-9));
	}

	@Test
	void temperatureZeroLeavesTheMostLikelyCharacterAlone() {
		JsonNode warm = this.client.post(200, this.path, """
				{"text": "bad"}""").at("/predictions/0/characters");
		JsonNode greedy = this.client.post(200, this.path, """
				{"text": "bad", "temperature": 0}""").at("/predictions/0");
		assertThat(warm.size()).isEqualTo(10);
		assertThat(greedy.get("characters").size()).isEqualTo(1);
		assertThat(greedy.at("/characters/0/character")).isEqualTo(warm.at("/0/character"));
		assertThat(greedy.at("/characters/0/probability").asDouble()).isEqualTo(1);
		assertThat(greedy.get("entropy").asDouble()).isZero();
	}

	@Test
	void predictsManyTextsInTheirOrder() {
		JsonNode together = this.client.post(200, this.path, """
				{"texts": ["", "a", "ab", ""]}""").get("predictions");
		assertThat(together.size()).isEqualTo(4);
		assertThat(together.get(3)).isEqualTo(together.get(0));
		assertThat(together.get(2)).isEqualTo(this.client.post(200, this.path, """
				{"text": "ab"}""").at("/predictions/0"));
		assertThat(together.get(1)).isNotEqualTo(together.get(2));
	}

	@Test
	void readsTextInNormalFormC() {
		assertThat(this.client.post(200, this.path, """
				{"text": "be\\u0301"}""").get("predictions")).isEqualTo(this.client.post(200, this.path, """
				{"text": "bé"}""").get("predictions"));
	}

	@Test
	void readsTextAsItIsIfTheModelKnowsItOnlySo() {
		String decomposed = "/api/v1/models/%s/predictions"
			.formatted(this.client.publish("decomposed", Networks.cycle("e\u0301x")));
		assertThat(this.client.post(200, decomposed, """
				{"text": "e\\u0301", "temperature": 0}""").at("/predictions/0/characters/0/character").asString())
			.isEqualTo("x");
	}

	@Test
	void refusesEndlessCombiningCharacters() {
		JsonNode problem = this.client.post(422, this.path,
				"{\"text\": \"a%s\"}".formatted("\u0301\u0327".repeat(129)));
		assertThat(problem.get("type").asString()).isEqualTo("urn:char-rnn:problem:too-many-combining-characters");
		assertThat(problem.get("detail").asString()).startsWith("At character 257 there are more than 256 ");
	}

	@Test
	void namesCharactersThatTheModelDoesNotKnow() {
		JsonNode problem = this.client.post(422, this.path, """
				{"text": "ab😀Zcd→Z"}""");
		assertThat(problem.get("type").asString()).isEqualTo("urn:char-rnn:problem:unknown-character");
		JsonNode first = problem.at("/characters/0");
		assertThat(first.get("character").asString()).isEqualTo("Z");
		assertThat(first.get("codePoint").asString()).isEqualTo("U+005A");
		assertThat(first.get("name").asString()).isEqualTo("LATIN CAPITAL LETTER Z");
		assertThat(first.get("positions").toString()).isEqualTo("[3,7]");
		assertThat(problem.at("/characters/1/name").asString()).isEqualTo("RIGHTWARDS ARROW");
	}

	@Test
	void problemWithManyUnknownCharactersStaysSmall() {
		String text = IntStream.range(0x4E00, 0x5000)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.append("Z".repeat(50_000))
			.toString();
		JsonNode problem = this.client.post(422, this.path, "{\"text\": \"Z%s\"}".formatted(text));
		assertThat(problem.get("characters").size()).isEqualTo(100);
		assertThat(problem.at("/characters/0/count").asInt()).isEqualTo(50_001);
		assertThat(problem.at("/characters/0/positions").size()).isEqualTo(100);
	}

	@Test
	void skipsUnknownCharactersOnRequest() {
		assertThat(this.client.post(200, this.path, """
				{"text": "aZbZ", "unknownCharacters": "skip"}""").get("predictions"))
			.isEqualTo(this.client.post(200, this.path, """
					{"text": "ab"}""").get("predictions"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{}                                  | 422 | invalid-value  | text
			{"text": "a", "texts": ["a"]}       | 422 | invalid-value  | text
			{"texts": []}                       | 422 | out-of-bounds  | texts must have from 1 to 256 texts
			{"texts": ["a", null]}              | 422 | out-of-bounds  | texts[1]
			{"text": "a", "top": 0}             | 422 | out-of-bounds  | top must be from 1
			{"text": "a", "top": 1.5}           | 400 | wrong-type     | top
			{"text": "a", "temperature": -1}    | 422 | out-of-bounds  | temperature must be 0, or from
			{"text": "a", "temperature": 101}   | 422 | out-of-bounds  | temperature
			{"text": "a", "temperature": 1e-7}  | 422 | out-of-bounds  | temperature
			{"text": "a", "temperature": "NaN"} | 400 | wrong-type     | temperature
			{"text": "a", "temperature": NaN}   | 400 | malformed-json | JSON
			{"text": "a", "topK": 1}            | 400 | unknown-field  | topK
			{"text": 5}                         | 400 | wrong-type     | text
			{"text": "a", "unknownCharacters": "drop"} | 400 | wrong-type | "skip"
			""")
	void refuses(String body, int status, String type, String detail) {
		JsonNode problem = this.client.post(status, this.path, body);
		assertThat(problem.get("type").asString()).isEqualTo("urn:char-rnn:problem:" + type);
		assertThat(problem.get("detail").asString()).contains(detail);
	}

	@Test
	void refusesTextOfAMegabytePromptly() {
		JsonNode problem = this.client.post(422, this.path, "{\"text\": \"%s\"}".formatted("a".repeat(1_000_000)));
		assertThat(problem.get("type").asString()).isEqualTo("urn:char-rnn:problem:out-of-bounds");
		assertThat(problem.get("detail").asString()).contains("100,000").contains("1,000,000");
	}

	@Test
	void knowsNoModelThatIsNotThere() {
		for (String reference : new String[] { "absent", "predictions:999", "checkpoint_x", "a%20b" }) {
			JsonNode problem = this.client.post(404, "/api/v1/models/" + reference + "/predictions",
					"{\"text\": \"a\"}");
			assertThat(problem.get("type").asString()).isEqualTo("urn:char-rnn:problem:model-not-found");
		}
	}

	@Test
	void saysThatModelIsOfNoUseIfItsOutputIsNotFinite() {
		LanguageModel cycle = Networks.cycle("abc");
		float[] parameters = cycle.parameters().clone();
		Arrays.fill(parameters, 3e38f);
		String broken = this.client.publish("broken",
				new LanguageModel(cycle.architecture(), cycle.alphabet(), parameters));
		for (String call : new String[] { "predictions", "scores", "generations" }) {
			String body = call.equals("generations") ? "{\"prompt\": \"abc\"}" : "{\"text\": \"abc\"}";
			JsonNode problem = this.client.post(422, "/api/v1/models/" + broken + "/" + call, body);
			assertThat(problem.get("type").asString()).isEqualTo("urn:char-rnn:problem:model-output-not-finite");
		}
	}

	private static double[] probabilities(String text, double temperature) {
		SteppedText reader = new SteppedText(new Stepper(RANDOM));
		text.codePoints()
			.forEach((character) -> reader.read(RANDOM.alphabet().encode(Character.toString(character)).at(0)));
		float[] logits = reader.logits();
		double[] probabilities = IntStream.range(0, logits.length)
			.mapToDouble((index) -> Math.exp(logits[index] / temperature))
			.toArray();
		double sum = IntStream.range(0, logits.length).mapToDouble((index) -> probabilities[index]).sum();
		return IntStream.range(0, logits.length).mapToDouble((index) -> probabilities[index] / sum).toArray();
	}

	private static int index(String character) {
		return RANDOM.alphabet().encode(character).at(0);
	}

}
