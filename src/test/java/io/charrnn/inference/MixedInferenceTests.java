package io.charrnn.inference;

import java.nio.charset.StandardCharsets;

import io.charrnn.content.ContentStore;
import io.charrnn.model.Alphabet;
import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Softmax;
import io.charrnn.model.EncodedText;
import io.charrnn.model.HiddenState;
import io.charrnn.model.ngram.CorpusNgrams;
import io.charrnn.model.ngram.Mixture;
import io.charrnn.model.step.Stepper;
import io.charrnn.registry.Models;
import io.charrnn.registry.Provenance;
import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@ServiceTest
class MixedInferenceTests {

	private static final LanguageModel NETWORK = Networks.random(Cell.GRU, 2, 16, "abcdefgh \n");

	private static final String CORPUS = "bad cab fed gag\n".repeat(40);

	private static final String TEXT = "bad hag cab fed bad hag";

	private InferenceClient client;

	private String corpus;

	private String model;

	@BeforeEach
	void publish(@LocalServerPort int port, @Autowired Models models, @Autowired ContentStore content) {
		this.client = new InferenceClient(port, models, content);
		JsonNode uploaded = this.client.json(new String(this.client
			.send("POST", "/api/v1/corpora?name=mixed", "text/plain", CORPUS.getBytes(StandardCharsets.UTF_8))
			.body(), StandardCharsets.UTF_8));
		this.corpus = "/api/v1/corpora/" + uploaded.get("id").asString();
		Provenance provenance = new Provenance(false, null,
				new Provenance.Corpus(uploaded.get("id").asString(), "mixed", uploaded.get("sha256").asString(), 640),
				600L, 40L, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
		this.model = "/api/v1/models/" + this.client.publish("mixed", NETWORK, provenance);
	}

	@Test
	void scoresAreThoseOfTheMixtureAndNotOfTheNetwork() {
		JsonNode alone = score(TEXT, false);
		JsonNode mixed = score(TEXT, true);
		assertThat(alone.get("mixture").asBoolean()).isFalse();
		assertThat(mixed.get("mixture").asBoolean()).isTrue();
		assertThat(mixed.get("fingerprint")).isNotEqualTo(alone.get("fingerprint"));
		assertThat(mixed.at("/scores/0/loss").asDouble()).isCloseTo(expectedLoss(), within(1e-6))
			.isLessThan(alone.at("/scores/0/loss").asDouble());
	}

	@Test
	void textsAreScoredTogetherAsAlone() {
		String many = ("\"" + TEXT + "\",").repeat(63) + "\"bad cab\"";
		JsonNode scores = this.client
			.post(200, this.model + "/scores", "{\"texts\": [%s], \"mixture\": true}".formatted(many))
			.get("scores");
		assertThat(scores.size()).isEqualTo(64);
		JsonNode one = score(TEXT, true).at("/scores/0");
		for (int index = 0; index < 63; index++) {
			assertThat(scores.get(index)).isEqualTo(one);
		}
	}

	@Test
	void predictionsAgreeWithScores() {
		double surprisal = score("bad ", true).at("/scores/0/characters/3/surprisal").asDouble();
		for (JsonNode candidate : predict("bad").at("/predictions/0/characters")) {
			if (candidate.get("character").asString().equals(" ")) {
				assertThat(candidate.get("logProbability").asDouble()).isCloseTo(-surprisal, within(1e-9));
				return;
			}
		}
		throw new AssertionError("no blank");
	}

	@Test
	void writesTheSameTextsTogetherAsAlone() {
		JsonNode together = generate("\"prompt\": \"bad \", \"n\": 3, \"seed\": 5");
		for (int index = 0; index < 3; index++) {
			assertThat(together.at("/generations/" + index + "/text"))
				.isEqualTo(generate("\"prompt\": \"bad \", \"seed\": " + (5 + index)).at("/generations/0/text"));
		}
		assertThat(together.get("mixture").asBoolean()).isTrue();
	}

	@Test
	void sessionGoesOnAsIfItsTextHadBeenReadAtOnce() {
		String session = session("{\"text\": \"bad \", \"mixture\": true}");
		JsonNode empty = this.client.post(200, session + "/predictions", "{}").get("predictions");
		assertThat(empty).isEqualTo(predict("bad ").get("predictions"));
		this.client.post(200, session + "/characters", "{\"text\": \"hag \"}");
		String written = this.client
			.post(200, session + "/generations", "{\"prompt\": \"ca\", \"maxCharacters\": 80, \"seed\": 3}")
			.at("/generations/0/text")
			.asString();
		JsonNode now = this.client.post(200, session + "/predictions", "{}").get("predictions");
		assertThat(now).isEqualTo(predict("bad hag ca" + written).get("predictions"));
		String copy = "/api/v1/sessions/" + this.client.post(201, session + "/fork", "{}").get("id").asString();
		this.client.post(200, session + "/rewind", "{\"mark\": 0}");
		assertThat(this.client.post(200, session + "/predictions", "{}").get("predictions")).isEqualTo(empty);
		assertThat(this.client.post(200, copy + "/predictions", "{}").get("predictions")).isEqualTo(now);
		String state = new String(this.client.send("GET", copy + "/state", "text/plain", new byte[0]).body(),
				StandardCharsets.UTF_8);
		String other = session("{\"state\": %s}".formatted(state));
		assertThat(this.client.post(200, other + "/predictions", "{}").get("predictions")).isEqualTo(now);
	}

	@Test
	void sessionStandsBehindATextThatAStopStringEnded() {
		String session = session("{\"text\": \"bad cab \", \"mixture\": true}");
		JsonNode written = this.client.post(200, session + "/generations",
				"{\"maxCharacters\": 200, \"seed\": 1, \"stop\": [\"g\"]}");
		assertThat(written.at("/generations/0/finishReason").asString()).isEqualTo("stop");
		assertThat(this.client.post(200, session + "/predictions", "{}").get("predictions"))
			.isEqualTo(predict("bad cab " + written.at("/generations/0/text").asString()).get("predictions"));
	}

	@Test
	void restoresWhatItCompressed() {
		byte[] text = (TEXT + "\n").repeat(20).getBytes(StandardCharsets.UTF_8);
		byte[] alone = this.client.send("POST", this.model + "/compress", "text/plain", text).body();
		byte[] mixed = this.client.send("POST", this.model + "/compress?mixture=true", "text/plain", text).body();
		assertThat(mixed.length).isLessThan(alone.length / 2);
		assertThat(this.client.send("POST", this.model + "/decompress", "application/octet-stream", mixed).body())
			.isEqualTo(text);
		assertThat(this.client.send("POST", this.model + "/decompress", "application/octet-stream", alone).body())
			.isEqualTo(text);
	}

	@Test
	void learnsFromTheTextThatItScoresAndStaysAsItIs() {
		String text = "hag bad ".repeat(200);
		JsonNode before = score(text, false);
		JsonNode learned = learn(text, false);
		assertThat(learned.get("learned").asBoolean()).isTrue();
		assertThat(learned.at("/scores/0/loss").asDouble()).isLessThan(before.at("/scores/0/loss").asDouble() - 0.1);
		assertThat(learn(text, false)).isEqualTo(learned);
		assertThat(learn(text, true).at("/scores/0/loss").asDouble())
			.isLessThan(score(text, true).at("/scores/0/loss").asDouble());
		assertThat(score(text, false)).isEqualTo(before);
	}

	@Test
	void restoresWhatItLearnedWhileItCompressed() {
		byte[] text = ("hag bad " + TEXT + "\n").repeat(30).getBytes(StandardCharsets.UTF_8);
		byte[] alone = this.client.send("POST", this.model + "/compress", "text/plain", text).body();
		for (String how : new String[] { "?learn=true", "?learn=true&mixture=true" }) {
			byte[] learned = this.client.send("POST", this.model + "/compress" + how, "text/plain", text).body();
			assertThat(learned.length).isLessThan(alone.length);
			assertThat(this.client.send("POST", this.model + "/decompress", "application/octet-stream", learned).body())
				.isEqualTo(text);
		}
	}

	@Test
	void learnsWithoutTheCorpusToo() {
		String imported = "/api/v1/models/" + this.client.publish("unlearned", NETWORK);
		String text = "hag bad ".repeat(200);
		double before = this.client.post(200, imported + "/scores", "{\"text\": \"%s\"}".formatted(text))
			.at("/scores/0/loss")
			.asDouble();
		double learned = this.client
			.post(200, imported + "/scores", "{\"text\": \"%s\", \"learn\": true}".formatted(text))
			.at("/scores/0/loss")
			.asDouble();
		assertThat(learned).isLessThan(before - 0.1);
	}

	@Test
	void refusesToLearnTooMuch() {
		JsonNode problem = this.client.post(422, this.model + "/scores",
				"{\"text\": \"%s\", \"learn\": true}".formatted("bad ".repeat(125_001)));
		assertThat(problem.get("detail").asString()).contains("500,000", "500,004");
	}

	@Test
	void settingOfTheModelMixesAllButScores() {
		JsonNode mixed = predict("bad");
		assertThat(serve("{\"mixture\": true}").get("mixture").asBoolean()).isTrue();
		assertThat(this.client.post(200, this.model + "/predictions", "{\"text\": \"bad\", \"top\": 10}"))
			.isEqualTo(mixed);
		assertThat(this.client.post(200, this.model + "/scores", "{\"text\": \"bad\"}").get("mixture").asBoolean())
			.isFalse();
		assertThat(serve("{\"pinned\": false}").get("mixture").asBoolean()).isTrue();
		assertThat(serve("{\"mixture\": false}").get("mixture").asBoolean()).isFalse();
	}

	@Test
	void refusesMixturesWithoutTheCorpus(@Autowired Models models, @Autowired ContentStore content) {
		String unknown = "/api/v1/models/" + this.client.publish("unmixed", NETWORK);
		JsonNode problem = this.client.post(422, unknown + "/scores", "{\"text\": \"bad\", \"mixture\": true}");
		assertThat(problem.get("type").asString()).isEqualTo("urn:char-rnn:problem:no-mixture");
		assertThat(problem.get("field").asString()).isEqualTo("mixture");
		this.client.send("DELETE", this.corpus, "text/plain", new byte[0]);
		problem = this.client.post(422, this.model + "/predictions", "{\"text\": \"bad\", \"mixture\": true}");
		assertThat(problem.get("detail").asString()).contains("has been deleted");
	}

	@Test
	void refusesWhatAMixtureDoesNotHave() {
		assertThat(this.client
			.post(422, this.model + "/predictions", "{\"text\": \"b\", \"length\": 2, \"mixture\": true}")
			.get("field")
			.asString()).isEqualTo("length");
		String session = session("{\"mixture\": true}");
		assertThat(this.client.post(422, session + "/generations", "{\"mixture\": false}").get("field").asString())
			.isEqualTo("mixture");
	}

	private double expectedLoss() {
		Alphabet alphabet = NETWORK.alphabet();
		EncodedText text = alphabet.encode(TEXT);
		Mixture mixture = Mixture.begin(CorpusNgrams.of(alphabet.encode(CORPUS.substring(0, 600)), alphabet),
				alphabet.size());
		Stepper stepper = new Stepper(NETWORK);
		HiddenState state = HiddenState.zero(NETWORK.architecture());
		mixture.read(text.at(0));
		double sum = 0;
		for (int position = 1; position < text.length(); position++) {
			float[] logits = new float[alphabet.size()];
			stepper.step(state, text.at(position - 1), stepper.scratch());
			stepper.logits(state, logits, stepper.scratch());
			float[] mixed = mixture.mix(logits);
			sum += Softmax.logSumExp(mixed, new double[alphabet.size()]) - mixed[text.at(position)];
			mixture.read(text.at(position));
		}
		return sum / (text.length() - 1);
	}

	private JsonNode score(String text, boolean mixture) {
		return this.client.post(200, this.model + "/scores",
				"{\"text\": \"%s\", \"mixture\": %s}".formatted(text, mixture));
	}

	private JsonNode learn(String text, boolean mixture) {
		return this.client.post(200, this.model + "/scores",
				"{\"text\": \"%s\", \"mixture\": %s, \"learn\": true}".formatted(text, mixture));
	}

	private JsonNode predict(String text) {
		return this.client.post(200, this.model + "/predictions",
				"{\"text\": \"%s\", \"top\": 10, \"mixture\": true}".formatted(text.replace("\n", "\\n")));
	}

	private JsonNode generate(String fields) {
		return this.client.post(200, this.model + "/generations", "{%s, \"mixture\": true}".formatted(fields));
	}

	private String session(String body) {
		return "/api/v1/sessions/" + this.client.post(201, this.model + "/sessions", body).get("id").asString();
	}

	private JsonNode serve(String body) {
		return this.client.json(new String(this.client
			.send("PUT", this.model + "/serving", "application/json", body.getBytes(StandardCharsets.UTF_8))
			.body(), StandardCharsets.UTF_8));
	}

}
