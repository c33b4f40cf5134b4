package io.charrnn.search;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class SearchSpaceTests {

	private final ObjectNode first = json(
			"""
					{"cell": "LSTM", "layers": 2, "hiddenSize": 128, "normalization": "rms", "dropout": 0.1, "batchSize": 50,
					 "sequenceLength": 50, "optimizer": "soap", "learningRate": 0.01, "weightDecay": 0.1, "averaging": 0.05}""");

	@Test
	void drawsFromRangesAndLists() {
		SearchSpace space = SearchSpace
			.of(json("{\"learningRate\": {\"from\": 0.001, \"to\": 0.1}, \"layers\": [1, 3], \"dropout\": [0.5]}"));
		Set<JsonNode> layers = new HashSet<>();
		int small = 0;
		for (int attempt = 0; attempt < 200; attempt++) {
			ObjectNode drawn = space.draw(this.first, 1, attempt);
			assertThat(drawn.get("learningRate").doubleValue()).isBetween(0.001, 0.1);
			small += (drawn.get("learningRate").doubleValue() < 0.01) ? 1 : 0;
			assertThat(drawn.get("dropout").doubleValue()).isEqualTo(0.5);
			assertThat(drawn.get("hiddenSize")).isEqualTo(this.first.get("hiddenSize"));
			layers.add(drawn.get("layers"));
		}
		assertThat(layers).hasSize(2);
		assertThat(small).as("rates below the middle of the logarithms").isBetween(70, 130);
	}

	@Test
	void drawsTheSameForTheSameSeedWhateverElseIsSearched() {
		JsonNode rate = SearchSpace.of(json("{\"learningRate\": {\"from\": 0.001, \"to\": 0.1}}"))
			.draw(this.first, 3, 5)
			.get("learningRate");
		SearchSpace wider = SearchSpace
			.of(json("{\"layers\": [1, 2, 3], \"learningRate\": {\"from\": 0.001, \"to\": 0.1}}"));
		assertThat(wider.draw(this.first, 3, 5).get("learningRate")).isEqualTo(rate);
		assertThat(wider.draw(this.first, 4, 5).get("learningRate")).isNotEqualTo(rate);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"hiddenSize": [32, 100, 200]}                    | hiddenSize   | 100
			{"learningRate": {"from": 0.02, "to": 0.1}}       | learningRate | 0.02
			{"learningRate": {"from": 0.001, "to": 0.002}}    | learningRate | 0.002
			{"learningRate": {"from": 0.001, "to": 0.02}}     | learningRate | 0.01
			{"cell": ["GRU", "lstm"]}                         | cell         | "lstm"
			{"cell": ["GRU", "RNN"]}                          | cell         | "GRU"
			""")
	void beginsWithTheNearestThatItHas(String space, String name, String value) {
		assertThat(SearchSpace.of(json(space)).nearest(this.first).get(name))
			.isEqualTo(new JsonMapper().readTree(value));
	}

	/** What learns slowly at first and yet leads early leads later, too. */
	@Test
	void usualSpaceHasNothingSmallerOrLessRegularized() {
		SearchSpace space = SearchSpace.around(this.first);
		for (int attempt = 0; attempt < 200; attempt++) {
			ObjectNode drawn = space.draw(this.first, 1, attempt);
			for (String name : new String[] { "hiddenSize", "layers", "dropout", "weightDecay" }) {
				assertThat(drawn.get(name).doubleValue()).as(name)
					.isGreaterThanOrEqualTo(this.first.get(name).doubleValue());
			}
			assertThat(drawn.get("learningRate").doubleValue()).isBetween(0.005, 0.02);
		}
	}

	private static ObjectNode json(String document) {
		return (ObjectNode) new JsonMapper().readTree(document);
	}

}
