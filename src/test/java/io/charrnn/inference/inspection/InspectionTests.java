package io.charrnn.inference.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.InferenceClient;
import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.step.Stepper;
import io.charrnn.model.step.Trace;
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
class InspectionTests {

	private static final String ALPHABET = "abcdABCD \n\"()";

	private static final LanguageModel RANDOM = Networks.random(Cell.LSTM, 2, 6, ALPHABET);

	private InferenceClient client;

	private String model;

	@BeforeEach
	void publish(@LocalServerPort int port, @Autowired Models models, @Autowired ContentStore content) {
		this.client = new InferenceClient(port, models, content);
		this.model = "/api/v1/models/" + this.client.publish("inspected", RANDOM);
	}

	@Test
	void tellsWhatUnitsDoAfterEachCharacter() {
		JsonNode response = this.client.post(200, this.model + "/activations", """
				{"text": "aB c", "layer": 0, "units": [3, 1], "gates": true}""");
		Trace trace = new Trace(new Stepper(RANDOM));
		for (int position = 0; position < 4; position++) {
			trace.read(RANDOM.alphabet().encode("aB c").at(position));
			JsonNode activation = response.get("characters").get(position);
			assertThat(activation.get("character").asString()).isEqualTo("aB c".substring(position, position + 1));
			for (int index = 0; index < 2; index++) {
				int unit = (index == 0) ? 3 : 1;
				assertThat((float) activation.get("hidden").get(index).asDouble()).isCloseTo(trace.hidden(0)[unit],
						within(1e-7f));
				for (String gate : List.of("cell", "candidate", "forget", "output", "input")) {
					assertThat((float) activation.get("inside").get(gate).get(index).asDouble())
						.isCloseTo(Objects.requireNonNull(trace.inside(0).get(gate))[unit], within(1e-7f));
				}
			}
		}
		assertThat(response.get("units").toString()).isEqualTo("[3,1]");
	}

	@Test
	void tellsOfAllUnitsOfTheLastLayerUnlessAsked() {
		JsonNode response = this.client.post(200, this.model + "/activations", "{\"text\": \"ab\"}");
		assertThat(response.get("layer").asInt()).isEqualTo(1);
		assertThat(response.at("/characters/1/hidden").size()).isEqualTo(6);
		assertThat(response.at("/characters/1").has("inside")).isFalse();
	}

	@Test
	void findsTheUnitThatTracksCapitals() {
		JsonNode properties = this.client.post(200, "/api/v1/models/%s/units".formatted(capitals()), """
				{"text": "abAB cC dDD aa bB", "properties": ["upperCase"], "top": 2}""").get("properties");
		assertThat(properties.size()).isEqualTo(1);
		assertThat(properties.at("/0/property").asString()).isEqualTo("upperCase");
		assertThat(properties.at("/0/mean").asDouble()).isCloseTo(6 / 17.0, within(1e-12));
		assertThat(properties.at("/0/units").size()).isEqualTo(2);
		assertThat(properties.at("/0/units/0/unit").asInt()).isEqualTo(2);
		assertThat(properties.at("/0/units/0/correlation").asDouble()).isCloseTo(1, within(1e-6));
	}

	@Test
	void correlationIsPearsons() {
		String text = "ab \"cd (a) B\"\nA (b (c\") d)) \"\"\naaaa";
		JsonNode properties = this.client
			.post(200, this.model + "/units",
					"{\"text\": \"%s\", \"top\": 100}".formatted(text.replace("\"", "\\\"").replace("\n", "\\n")))
			.get("properties");
		assertThat(properties.size()).isEqualTo(4);
		for (JsonNode tracked : properties) {
			Property property = switch (tracked.get("property").asString()) {
				case "insideQuotes" -> Property.INSIDE_QUOTES;
				case "linePosition" -> Property.LINE_POSITION;
				case "bracketDepth" -> Property.BRACKET_DEPTH;
				default -> Property.UPPER_CASE;
			};
			assertThat(tracked.get("units").size()).isEqualTo(12);
			double last = 1;
			for (JsonNode unit : tracked.get("units")) {
				double correlation = unit.get("correlation").asDouble();
				assertThat(correlation).isCloseTo(
						pearson(text, property, unit.get("layer").asInt(), unit.get("unit").asInt()), within(1e-6));
				assertThat(Math.abs(correlation)).isLessThanOrEqualTo(last);
				last = Math.abs(correlation);
			}
		}
	}

	@Test
	void propertyThatIsTheSameEverywhereIsTrackedByNone() {
		JsonNode tracked = this.client.post(200, this.model + "/units", """
				{"text": "abcd abcd", "properties": ["insideQuotes", "linePosition"]}""").get("properties");
		assertThat(tracked.at("/0/units").size()).isZero();
		assertThat(tracked.at("/1/units").size()).isEqualTo(10);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/activations | {"text": ""}                           | 422 | text must have from 1 to
			/activations | {}                                     | 400 | text
			/activations | {"text": "Z"}                          | 422 | U+005A
			/activations | {"text": "a", "layer": 2}              | 422 | layer must be from 0 to 1, but is 2
			/activations | {"text": "a", "layer": -1}             | 422 | layer
			/activations | {"text": "a", "units": [6]}            | 422 | units[0] must be from 0 to 5, but is 6
			/activations | {"text": "a", "units": [0, null]}      | 422 | units[1]
			/activations | {"text": "a", "units": []}             | 422 | units must have
			/units       | {"text": "a", "top": 0}                | 422 | top must be from 1 to 100
			/units       | {"text": "a", "properties": []}        | 422 | properties must have
			/units       | {"text": "a", "properties": [null]}    | 422 | properties
			/units       | {"text": "a", "properties": ["x"]}     | 400 | insideQuotes
			""")
	void refuses(String call, String body, int status, String detail) {
		assertThat(this.client.post(status, this.model + call, body).get("detail").asString()).contains(detail);
	}

	@Test
	void boundsTextAndAnswer() {
		assertThat(this.client.post(422, this.model + "/units", "{\"text\": \"%s\"}".formatted("a".repeat(20_001)))
			.get("detail")
			.asString()).contains("at most 20,000 characters");
		assertThat(this.client
			.post(422, this.model + "/activations", "{\"text\": \"%s\", \"gates\": true}".formatted("a".repeat(20_000)))
			.get("detail")
			.asString()).contains("values are at most 500,000");
	}

	/**
	 * A network whose unit 2 is -0.76 at capitals and 0.76 elsewhere; the others sleep.
	 */
	private String capitals() {
		Alphabet alphabet = new Alphabet(ALPHABET);
		Architecture architecture = new Architecture(Cell.RNN, 1, 4, alphabet.size());
		ParameterLayout layout = new ParameterLayout(architecture);
		float[] parameters = new float[layout.length()];
		for (int index = 0; index < alphabet.size(); index++) {
			boolean capital = Character.isUpperCase(alphabet.characterAt(index));
			parameters[layout.inputWeights(0) + 2 * alphabet.size() + index] = capital ? 1 : -1;
			parameters[layout.inputWeights(0) + 3 * alphabet.size() + index] = index % 3;
		}
		return this.client.publish("capitals", new LanguageModel(architecture, alphabet, parameters));
	}

	private static double pearson(String text, Property property, int layer, int unit) {
		Trace trace = new Trace(new Stepper(RANDOM));
		List<Double> hidden = new ArrayList<>();
		List<Double> values = new ArrayList<>();
		double value = 0;
		for (int character : text.codePoints().toArray()) {
			trace.read(RANDOM.alphabet().encode(Character.toString(character)).at(0));
			value = property.after(value, character);
			hidden.add((double) trace.hidden(layer)[unit]);
			values.add(value);
		}
		double meanHidden = hidden.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
		double meanValue = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
		double covariance = 0;
		double varianceHidden = 0;
		double varianceValue = 0;
		for (int position = 0; position < values.size(); position++) {
			double h = hidden.get(position) - meanHidden;
			double v = values.get(position) - meanValue;
			covariance += h * v;
			varianceHidden += h * h;
			varianceValue += v * v;
		}
		return covariance / Math.sqrt(varianceHidden * varianceValue);
	}

}
