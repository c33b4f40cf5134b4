package io.charrnn.inference.generation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
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
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@ServiceTest
class StructureTests {

	private static final String ALPHABET = "{}[]\":,.-\\0123456789abcdefghijklmnopqrstuvwxyz é\n";

	private static final String SCHEMA = """
			{"type": "object", "additionalProperties": false, "required": ["name", "age", "tags"], "properties": {
			  "name": {"type": "string", "minLength": 1, "maxLength": 8}, "age": {"type": "integer", "minimum": 0, "maximum": 130},
			  "size": {"type": "number", "minimum": -1.5, "maximum": 2}, "kind": {"enum": ["a", "b", null]},
			  "tags": {"type": "array", "items": {"type": "string", "pattern": "^[a-c]+$"}, "minItems": 1, "maxItems": 3}}}""";

	private InferenceClient client;

	private String model;

	private String path;

	@BeforeEach
	void publish(@LocalServerPort int port, @Autowired Models models, @Autowired ContentStore content) {
		this.client = new InferenceClient(port, models, content);
		this.model = "/api/v1/models/" + this.client.publish("structure", Networks.random(Cell.LSTM, 1, 24, ALPHABET));
		this.path = this.model + "/generations";
	}

	@Test
	void writesWhatTheSchemaSaysAloneAndTogetherAtOnceAndStreamed() {
		Schema validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
			.getSchema(this.client.json(SCHEMA));
		JsonNode together = this.client
			.post(200, this.path,
					"{\"n\": 16, \"seed\": 5, \"maxCharacters\": 90, \"jsonSchema\": %s}".formatted(SCHEMA))
			.get("generations");
		for (int index = 0; index < 16; index++) {
			String text = together.get(index).get("text").asString();
			assertThat(validator.validate(text, InputFormat.JSON)).as(text).isEmpty();
			assertThat(together.get(index).get("finishReason").asString()).isEqualTo("pattern");
			String alone = "{\"seed\": %d, \"maxCharacters\": 90, \"jsonSchema\": %s}".formatted(5 + index, SCHEMA);
			assertThat(this.client.post(200, this.path, alone).at("/generations/0/text").asString()).isEqualTo(text);
			assertThat(streamed(alone, "text").stream()
				.map((event) -> event.data().get("text").asString())
				.reduce("", String::concat)).isEqualTo(text);
		}
	}

	/** As predictions tell each character's probability. */
	@Test
	void tellsHowProbableEachChoiceIs() {
		Map<String, Double> weights = new LinkedHashMap<>();
		weights.put("no", probability("ba", "no") * (1 - probability("bano", "t") - probability("bano", "b")));
		weights.put("not", probability("ba", "not") * (1 - probability("banot", "é")));
		weights.put("noté", probability("ba", "noté"));
		weights.put("nob", probability("ba", "nob"));
		weights.put("ja!", 0.0);
		weights.put("x", probability("ba", "x"));
		double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
		String body = "{\"prompt\": \"ba\", \"seed\": 3, \"choices\": [\"no\", \"not\", \"note\u0301\", \"nob\", \"ja!\", \"x\"]}";
		JsonNode response = this.client.post(200, this.path, body);
		JsonNode choices = response.get("choices");
		assertThat(choices.valueStream().map((choice) -> choice.get("text").asString()))
			.containsExactlyElementsOf(weights.keySet());
		choices.forEach((choice) -> assertThat(choice.get("probability").asDouble())
			.isCloseTo(weights.getOrDefault(choice.get("text").asString(), -1.0) / sum, within(1e-9)));
		assertThat(response.at("/usage/promptCharacters").asInt()).isEqualTo(2);
		assertThat(streamed(body, "choices").get(0).data().get("choices")).isEqualTo(choices);
	}

	private double probability(String prompt, String text) {
		double product = 1;
		for (int at = 0; at < text.length(); at++) {
			String next = text.substring(at, at + 1);
			product *= this.client
				.post(200, this.model + "/predictions",
						"{\"text\": \"%s\", \"top\": %d}".formatted(prompt + text.substring(0, at), ALPHABET.length()))
				.at("/predictions/0/characters")
				.valueStream()
				.filter((character) -> character.get("character").asString().equals(next))
				.mapToDouble((character) -> Math.exp(character.get("logProbability").asDouble()))
				.sum();
		}
		return product;
	}

	@Test
	void textIsOneOfTheChoices() {
		Map<String, Integer> counts = new TreeMap<>();
		for (int seed = 0; seed < 60; seed++) {
			counts.merge(
					this.client
						.post(200, this.path,
								"{\"seed\": %d, \"choices\": [\"red\", \"green\", \"blue\", \"blues\"]}"
									.formatted(seed))
						.at("/generations/0/text")
						.asString(),
					1, Integer::sum);
		}
		assertThat(counts.keySet()).isSubsetOf("red", "green", "blue", "blues").hasSizeGreaterThan(2);
		assertThat(this.client.post(200, this.path, "{}").has("choices")).isFalse();
	}

	@Test
	void sessionWritesWhatTheSchemaSays() {
		String session = "/api/v1/sessions/"
				+ this.client.post(201, this.model + "/sessions", "{\"text\": \"ba\"}").get("id").asString();
		String schema = "\"seed\": 8, \"jsonSchema\": {\"type\": \"array\", \"items\": {\"type\": \"integer\"}, \"minItems\": 2}";
		String text = this.client.post(200, session + "/generations", "{%s}".formatted(schema))
			.at("/generations/0/text")
			.asString();
		assertThat(text).matches("\\[-?[0-9]+(,-?[0-9]+)+]");
		assertThat(this.client.post(200, this.path, "{\"prompt\": \"ba\", %s}".formatted(schema))
			.at("/generations/0/text")
			.asString()).isEqualTo(text);
		JsonNode chosen = this.client.post(200, session + "/generations", "{\"choices\": [\"a\", \"b\"]}");
		assertThat(
				chosen.get("choices").valueStream().mapToDouble((choice) -> choice.get("probability").asDouble()).sum())
			.isCloseTo(1, within(1e-12));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>',
			textBlock = """
					"choices": ["a"], "pattern": "a"             > 422 > choices    > Only one of pattern, choices and jsonSchema may be given, but the request has pattern and choices
					"jsonSchema": {"type": "null"}, "choices": ["a"] > 422 > jsonSchema > but the request has choices and jsonSchema
					"choices": []                                > 422 > choices    > choices must have from 1 to 1,000 strings, but has 0
					"choices": ["a", ""]                         > 422 > choices[1] > from 1 to 200 characters, but has 0
					"choices": ["a", "b", "a"]                   > 422 > choices[2] > different from those before it, but is "a"
					"choices": ["A", "B!"]                       > 422 > choices    > it lacks at least U+0041 LATIN CAPITAL LETTER A
					"choices": ["abc"], "maxCharacters": 2       > 422 > choices    > the shortest matching text has 3 characters
					"choices": ["a"], "minCharacters": 1         > 422 > minCharacters > left out with choices
					"jsonSchema": {"type": "string", "if": {}}   > 422 > jsonSchema > jsonSchema has if at its root, which is not supported
					"jsonSchema": "3"                            > 422 > jsonSchema > jsonSchema at its root must be an object
					"jsonSchema": "x"                            > 400 > jsonSchema > jsonSchema is not valid JSON at line 1, column 1: Unrecognized token 'x'
					"jsonSchema": "{\\n \\"type\\": \\"string\\",}" > 400 > jsonSchema > jsonSchema is not valid JSON at line 2, column 19: Unexpected character ('}'
					"jsonSchema": "{} {}"                        > 400 > jsonSchema > jsonSchema is not valid JSON: it continues after its end at line 1, column
					"jsonSchema": "{\\"a\\": 1, \\"a\\": 2}"      > 400 > jsonSchema > Duplicate
					"jsonSchema": {"const": "A(", "type": "string"}, "maxCharacters": 9 > 422 > jsonSchema > the shortest matching text has 14 characters
					"jsonSchema": {"type": "number", "minimum": 1e999} > 422 > jsonSchema > at most 40 digits before and after the point, but is 1E+999
					"jsonSchema": {"type": "number", "maximum": 1e2147483647} > 422 > jsonSchema > at most 40 digits before and after the point
					"jsonSchema": {"type": "string", "maxLength": 1e999} > 422 > jsonSchema > a whole number from 0 to 10,000, but is 1E+999
					"pattern": "\\u0378"                         > 422 > pattern    > it lacks at least U+0378 unassigned.
					""")
	void refuses(String fields, int status, String field, String detail) {
		JsonNode problem = this.client.post(status, this.path, "{%s}".formatted(fields));
		assertThat(problem.get("field").asString()).isEqualTo(field);
		assertThat(problem.get("detail").asString()).contains(detail);
	}

	@Test
	void writesTheNumbersOfASchemaDigitByDigit() {
		assertThat(this.client.post(200, this.path, """
				{"jsonSchema": {"const": [1.0000000000000000000001, -0.1, 123456789012345678901234567890]}}""")
			.at("/generations/0/text")
			.asString()).isEqualTo("[1.0000000000000000000001,-0.1,123456789012345678901234567890]");
	}

	@Test
	void takesFieldsThatAreNullForNone() {
		assertThat(this.client.post(200, this.path, """
				{"pattern": "ab", "choices": null, "jsonSchema": null}""").at("/generations/0/text").asString())
			.isEqualTo("ab");
	}

	private List<Event> streamed(String body, String name) {
		return this.client.stream(this.path, body).stream().filter((event) -> event.name().equals(name)).toList();
	}

}
