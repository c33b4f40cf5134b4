package io.charrnn.inference.prediction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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
class ContinuationTests {

	private static final LanguageModel RANDOM = Networks.random(Cell.LSTM, 2, 16, "ab😀\n");

	private InferenceClient client;

	private String path;

	@BeforeEach
	void publish(@LocalServerPort int port, @Autowired Models models, @Autowired ContentStore content) {
		this.client = new InferenceClient(port, models, content);
		this.path = "/api/v1/models/%s/predictions".formatted(this.client.publish("continuations", RANDOM));
	}

	@Test
	void areRefusedWhileOtherSearchesHaveTheMemoryAndGiveItBack(@Autowired SearchMemory memory) {
		String search = "{\"text\": \"a\", \"length\": 4}";
		this.client.post(200, this.path, search);
		memory.take(SearchMemory.MOST_BYTES);
		try {
			assertThat(this.client.post(503, this.path, search).get("type").asString())
				.isEqualTo("urn:char-rnn:problem:too-many-requests");
			this.client.post(200, this.path, "{\"text\": \"a\"}");
		}
		finally {
			memory.release(SearchMemory.MOST_BYTES);
		}
		this.client.post(200, this.path, search);
		memory.take(SearchMemory.MOST_BYTES);
		memory.release(SearchMemory.MOST_BYTES);
	}

	@Test
	void areTheMostProbableOfAll() {
		List<Expected> expected = new ArrayList<>();
		addAll(new Stepper(RANDOM), List.of(0), "", 0, 4, expected);
		expected.sort(Comparator.comparing(Expected::logProbability).reversed());
		assertThat(expected).hasSize(256);
		JsonNode continuations = this.client.post(200, this.path, """
				{"text": "a", "length": 4, "top": 300}""").at("/predictions/0/continuations");
		assertThat(continuations.size()).isEqualTo(256);
		double sum = 0;
		for (int rank = 0; rank < 256; rank++) {
			JsonNode continuation = continuations.get(rank);
			assertThat(continuation.get("text").asString()).isEqualTo(expected.get(rank).text());
			assertThat(continuation.get("logProbability").asDouble()).isCloseTo(expected.get(rank).logProbability(),
					within(1e-9));
			sum += continuation.get("probability").asDouble();
		}
		assertThat(sum).isCloseTo(1, within(1e-9));
	}

	@Test
	void ofOneCharacterAreTheNextCharacters() {
		JsonNode prediction = this.client.post(200, this.path, """
				{"text": "ab", "length": 1, "temperature": 0.7}""").at("/predictions/0");
		for (int rank = 0; rank < 4; rank++) {
			JsonNode character = prediction.get("characters").get(rank);
			JsonNode continuation = prediction.get("continuations").get(rank);
			assertThat(continuation.get("text")).isEqualTo(character.get("character"));
			assertThat(continuation.get("logProbability").asDouble())
				.isCloseTo(character.get("logProbability").asDouble(), within(1e-9));
		}
	}

	@Test
	void temperatureZeroLeavesOne() {
		JsonNode continuations = this.client.post(200, this.path, """
				{"text": "a", "length": 20, "temperature": 0}""").at("/predictions/0/continuations");
		assertThat(continuations.size()).isEqualTo(1);
		assertThat(continuations.at("/0/probability").asDouble()).isEqualTo(1);
		assertThat(continuations.at("/0/text"))
			.isEqualTo(this.client.post(200, this.path.replaceFirst("predictions$", "generations"), """
					{"prompt": "a", "maxCharacters": 20, "temperature": 0}""").at("/generations/0/text"));
	}

	@Test
	void areFewerIfTheSearchTakesTooLong() {
		String flat = this.client.publish("flat", Networks.random(Cell.GRU, 1, 8, "abcdefghijklmnopqrstuvwxyz"));
		JsonNode prediction = this.client.post(200, "/api/v1/models/%s/predictions".formatted(flat), """
				{"text": "a", "length": 64, "top": 1000, "temperature": 10}""").at("/predictions/0");
		assertThat(prediction.get("continuations").size()).isLessThan(1000);
	}

	@Test
	void areThereForEachText() {
		JsonNode predictions = this.client.post(200, this.path, """
				{"texts": ["a", "b", "a"], "length": 3, "top": 2}""").get("predictions");
		assertThat(predictions.get(0)).isEqualTo(predictions.get(2)).isNotEqualTo(predictions.get(1));
		assertThat(this.client.post(200, this.path, "{\"text\": \"a\"}").at("/predictions/0").has("continuations"))
			.isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"text": "a", "length": 0}               | length must be from 1 to 64, but is 0
			{"text": "a", "length": 65}              | length must be
			{"text": "a", "length": 2, "top": 1001}  | top must be from 1 to 1000
			""")
	void refuses(String body, String detail) {
		assertThat(this.client.post(422, this.path, body).get("detail").asString()).contains(detail);
	}

	private static void addAll(Stepper stepper, List<Integer> read, String before, double logProbability, int length,
			List<Expected> all) {
		SteppedText reader = new SteppedText(stepper);
		read.forEach(reader::read);
		for (int index = 0; index < 4; index++) {
			String text = before + Character.toString(RANDOM.alphabet().characterAt(index));
			double sum = logProbability - reader.surprisal(index);
			if (length == 1) {
				all.add(new Expected(text, sum));
			}
			else {
				List<Integer> longer = new ArrayList<>(read);
				longer.add(index);
				addAll(stepper, longer, text, sum, length - 1, all);
			}
		}
	}

	/**
	 * What may follow.
	 *
	 * @param text the characters
	 * @param logProbability of them
	 */
	private record Expected(String text, double logProbability) {
	}

}
