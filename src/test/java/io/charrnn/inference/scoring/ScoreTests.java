package io.charrnn.inference.scoring;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.InferenceClient;
import io.charrnn.inference.serving.Request;
import io.charrnn.inference.serving.Requests;
import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.NGramBaseline;
import io.charrnn.model.step.Evaluation;
import io.charrnn.model.step.Stepper;
import io.charrnn.problem.UnavailableException;
import io.charrnn.registry.Models;
import io.charrnn.registry.Provenance;
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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

@ServiceTest
class ScoreTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final LanguageModel RANDOM = Networks.random(Cell.GRU, 2, 16, "abcdefgh é\n😀🙂");

	private InferenceClient client;

	private String path;

	@BeforeEach
	void publish(@LocalServerPort int port, @Autowired Models models, @Autowired ContentStore content) {
		this.client = new InferenceClient(port, models, content);
		this.path = "/api/v1/models/%s/scores".formatted(this.client.publish("scores", RANDOM));
	}

	@Test
	void lossEqualsThatOfEvaluation() {
		String text = "bad 😀 cab é\n".repeat(20_000);
		JsonNode score = this.client.post(200, this.path, "{\"text\": \"%s\"}".formatted(text.replace("\n", "\\n")))
			.at("/scores/0");
		double loss = score.get("loss").asDouble();
		double[] surprisals = Evaluation.surprisals(new Stepper(RANDOM), RANDOM.alphabet().encode(text));
		assertThat(loss).isEqualTo(DoubleStream.of(surprisals).reduce(0, Double::sum) / surprisals.length);
		assertThat(score.get("bitsPerCharacter").asDouble()).isCloseTo(loss / Math.log(2), within(1e-12));
		assertThat(score.get("perplexity").asDouble()).isCloseTo(Math.exp(loss), within(1e-9));
	}

	@Test
	void lossIsTheMeanSurprisalOfAllCharactersButTheFirst() {
		JsonNode score = this.client.post(200, this.path, """
				{"text": "a😀ba"}""").at("/scores/0");
		JsonNode characters = score.get("characters");
		assertThat(characters.size()).isEqualTo(4);
		assertThat(characters.at("/1/character").asString()).isEqualTo("😀");
		assertThat(characters.at("/0/character").asString()).isEqualTo("a");
		assertThat(characters.at("/0/surprisal").isNull()).isTrue();
		double sum = 0;
		for (int index = 1; index < 4; index++) {
			sum += characters.get(index).get("surprisal").asDouble();
		}
		assertThat(score.get("loss").asDouble()).isCloseTo(sum / 3, within(1e-12));
	}

	@Test
	void areATableForSpreadsheets() throws Exception {
		String body = new String(this.client.open(this.path, "{\"text\": \"acb\"}", "text/csv").body().readAllBytes(),
				StandardCharsets.UTF_8);
		assertThat(body.lines()).hasSize(4).startsWith("text,position,character,surprisal", "0,0,a,");
	}

	@Test
	void surprisalIsMinusTheLogProbabilityOfThePrediction() {
		double surprisal = this.client.post(200, this.path, """
				{"text": "bad"}""").at("/scores/0/characters/2/surprisal").asDouble();
		for (JsonNode candidate : this.client.post(200, this.path.replaceFirst("scores$", "predictions"), """
				{"text": "ba", "top": 20}""").at("/predictions/0/characters")) {
			if (candidate.get("character").asString().equals("d")) {
				assertThat(candidate.get("logProbability").asDouble()).isCloseTo(-surprisal, within(1e-9));
				return;
			}
		}
		throw new AssertionError("no d");
	}

	@Test
	void leavesCharactersOutOnRequest() {
		JsonNode score = this.client.post(200, this.path, """
				{"text": "abc", "characters": false}""").at("/scores/0");
		assertThat(score.has("characters")).isFalse();
		assertThat(score.has("loss")).isTrue();
	}

	@Test
	void scoresManyTextsInTheirOrder() {
		JsonNode scores = this.client.post(200, this.path, """
				{"texts": ["ab", "bad", "ab"]}""").get("scores");
		assertThat(scores.size()).isEqualTo(3);
		assertThat(scores.get(0)).isEqualTo(scores.get(2)).isNotEqualTo(scores.get(1));
	}

	@Test
	void startsAgainAfterEachBlock() {
		JsonNode characters = this.client.post(200, this.path, """
				{"text": "badcabfed", "block": 4}""").at("/scores/0/characters");
		List<JsonNode> expected = new ArrayList<>();
		for (String block : new String[] { "badca", "abfed" }) {
			JsonNode alone = this.client.post(200, this.path, "{\"text\": \"%s\"}".formatted(block))
				.at("/scores/0/characters");
			alone.valueStream().skip(expected.isEmpty() ? 0 : 1).forEach(expected::add);
		}
		assertThat(characters.valueStream()).containsExactlyElementsOf(expected);
		assertThat(this.client.post(200, this.path, """
				{"text": "badcabfed", "block": 8}""").get("scores")).isEqualTo(this.client.post(200, this.path, """
				{"text": "badcabfed"}""").get("scores"));
	}

	@Test
	void skipsUnknownCharactersOnRequest() {
		assertThat(this.client.post(200, this.path, """
				{"text": "aZbZ", "unknownCharacters": "skip"}""").get("scores"))
			.isEqualTo(this.client.post(200, this.path, """
					{"text": "ab"}""").get("scores"));
	}

	@Test
	void scoresLongText() {
		JsonNode response = this.client.post(200, this.path, "{\"text\": \"%s\"}".formatted("bad cab ".repeat(25_000)));
		assertThat(response.at("/scores/0/characters").size()).isEqualTo(200_000);
	}

	@Test
	void perplexityBeyondAllNumbersIsNull() {
		String cycle = this.client.publish("certain", Networks.cycle("abc"));
		JsonNode score = this.client.post(200, "/api/v1/models/%s/scores".formatted(cycle), """
				{"text": "aa", "characters": false}""").at("/scores/0");
		assertThat(score.get("loss").asDouble()).isGreaterThan(800);
		assertThat(score.get("perplexity").isNull()).isTrue();
	}

	@Test
	void comparesWithNGramsOfThePartOfTheCorpusThatWasLearned() {
		String corpus = "bad cab fed gag\n".repeat(40);
		JsonNode uploaded = JSON.readTree(this.client
			.send("POST", "/api/v1/corpora?name=baseline", "text/plain", corpus.getBytes(StandardCharsets.UTF_8))
			.body());
		Provenance provenance = new Provenance(false, null,
				new Provenance.Corpus(uploaded.get("id").asString(), "baseline", uploaded.get("sha256").asString(),
						640),
				600L, 40L, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
		String model = this.client.publish("baseline", RANDOM, provenance);
		JsonNode scores = this.client.post(200, "/api/v1/models/%s/scores".formatted(model), """
				{"texts": ["bad cab", "gag é"], "baselines": true, "characters": false}""").get("scores");
		double[][] expected = NGramBaseline.losses(RANDOM.alphabet().encode(corpus.substring(0, 600)),
				List.of(RANDOM.alphabet().encode("bad cab"), RANDOM.alphabet().encode("gag é")), 13, 6, 1);
		for (int text = 0; text < 2; text++) {
			assertThat(scores.get(text).get("baselines").size()).isEqualTo(6);
			for (int order = 1; order <= 6; order++) {
				JsonNode baseline = scores.get(text).get("baselines").get(order - 1);
				assertThat(baseline.get("order").asInt()).isEqualTo(order);
				assertThat(baseline.get("loss").asDouble()).isEqualTo(expected[text][order - 1]);
				assertThat(baseline.get("bitsPerCharacter").asDouble())
					.isCloseTo(expected[text][order - 1] / Math.log(2), within(1e-12));
			}
		}
		assertThat(this.client
			.send("DELETE", "/api/v1/corpora/" + uploaded.get("id").asString(), "text/plain", new byte[0])
			.statusCode()).isEqualTo(204);
		JsonNode problem = this.client.post(422, "/api/v1/models/%s/scores".formatted(model), """
				{"text": "bad", "baselines": true}""");
		assertThat(problem.get("detail").asString()).contains("baselines", "has been deleted");
	}

	@Test
	void refusesBaselinesThatCannotBeHadBeforeItScores(@Autowired Requests requests) {
		List<Request> places = new ArrayList<>();
		try {
			assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> {
				while (true) {
					places.add(requests.begin());
				}
			});
			JsonNode problem = this.client.post(422, this.path, """
					{"text": "bad", "baselines": true}""");
			assertThat(problem.get("type").asString()).isEqualTo("urn:char-rnn:problem:no-baseline");
		}
		finally {
			places.forEach(Request::close);
		}
	}

	@Test
	void refusesBaselinesOfModelsThatLearnedNothingKnown() {
		JsonNode problem = this.client.post(422, this.path, """
				{"text": "bad", "baselines": true}""");
		assertThat(problem.get("type").asString()).isEqualTo("urn:char-rnn:problem:no-baseline");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{}                                                | 422 | invalid-value      | text
			{"text": ""}                                      | 422 | out-of-bounds | text must have at least 2
			{"text": "a"}                                     | 422 | out-of-bounds | but has 1
			{"text": "aZ", "unknownCharacters": "skip"}       | 422 | out-of-bounds | but has 1
			{"texts": ["ab", "a"]}                            | 422 | out-of-bounds | texts[1]
			{"text": "aZ"}                                    | 422 | unknown-character  | U+005A
			{"text": "ab", "block": 0}                        | 422 | out-of-bounds      | block must be
			{"text": "ab", "block": 9, "learn": true}         | 422 | out-of-bounds      | left out with learn
			{"text": "ab", "characters": "no"}                | 400 | wrong-type         | characters
			{"text": "ab", "temperature": 1}                  | 400 | unknown-field      | temperature
			""")
	void refuses(String body, int status, String type, String detail) {
		JsonNode problem = this.client.post(status, this.path, body);
		assertThat(problem.get("type").asString()).isEqualTo("urn:char-rnn:problem:" + type);
		assertThat(problem.get("detail").asString()).contains(detail);
	}

	@Test
	void refusesMoreThanTenMillionCharacters() {
		assertThat(this.client.post(422, this.path, "{\"text\": \"%s\"}".formatted("a".repeat(10_000_001)))
			.get("type")
			.asString()).isEqualTo("urn:char-rnn:problem:out-of-bounds");
	}

}
