package io.charrnn.inference.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.charrnn.model.Alphabet;
import io.charrnn.problem.UnprocessableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonSchemaTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final Alphabet ALPHABET = new Alphabet(
			IntStream.rangeClosed(' ', '~').mapToObj(Character::toString).collect(Collectors.joining()) + "\n\té😀");

	/** An object with twenty fields of all kinds. */
	private static final String TWENTY = """
			{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "a person", "type": "object",
			 "additionalProperties": false, "required": ["id", "name", "age", "address", "tags", "score", "kind", "f20"],
			 "$defs": {"place": {"type": "object", "properties": {"street": {"type": "string", "maxLength": 12},
			   "zip": {"type": "string", "pattern": "^[0-9]{5}$"}}, "required": ["zip"], "additionalProperties": false}},
			 "properties": {
			 "id": {"type": "integer", "minimum": 1, "maximum": 99999}, "name": {"type": "string", "minLength": 1, "maxLength": 9},
			 "age": {"type": "integer", "minimum": 0, "exclusiveMaximum": 130}, "address": {"$ref": "#/$defs/place"},
			 "tags": {"type": "array", "items": {"type": "string", "maxLength": 3}, "minItems": 1, "maxItems": 3},
			 "score": {"type": "number", "minimum": -1, "maximum": 1}, "kind": {"enum": ["a", "b\\"c", 3, null, {"x": [1, true]}]},
			 "f8": {"type": "boolean"}, "f9": {"type": "null"}, "f10": {"const": "\\u00e9\\u4e00\\n"},
			 "f11": {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "b+$"}]}, "f12": {"type": ["string", "null"]},
			 "f13": {"type": "number"}, "f14": {"type": "number", "exclusiveMinimum": 0.25, "maximum": 0.5},
			 "f15": {"type": "string", "pattern": "x|^y", "maxLength": 4}, "f16": {"type": "array", "items": {"type": "boolean"}},
			 "f17": {"type": "integer", "maximum": -7}, "f18": {"type": "array", "items": {"type": "null"}, "maxItems": 0},
			 "f19": {"type": "object", "properties": {}}, "f20": {"type": "string", "format": "email", "default": "x"}}}""";

	@Test
	@Timeout(300)
	void allOfTenThousandTextsAreValid() {
		TextPattern pattern = compile(TWENTY, 600);
		Schema validator = validator(TWENTY);
		for (int seed = 0; seed < 10_000; seed++) {
			String text = TextPatternTests.write(pattern, ALPHABET, 400 + seed % 200, new Random(seed));
			assertThat(validator.validate(text, InputFormat.JSON)).as(text).isEmpty();
			assertThat(text.codePointCount(0, text.length())).isLessThanOrEqualTo(400 + seed % 200);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\": \"string\"}", "{\"type\": \"string\", \"minLength\": 2, \"maxLength\": 4}",
			"{\"type\": \"string\", \"pattern\": \"a\", \"minLength\": 3}",
			"{\"type\": \"string\", \"pattern\": \"^(a|b)c$\"}",
			"{\"type\": \"string\", \"pattern\": \"^\\\\S+ \\\\w[^x]$\"}", "{\"type\": \"integer\"}",
			"{\"type\": \"number\"}", "{\"type\": \"integer\", \"minimum\": -12, \"maximum\": 105}",
			"{\"type\": \"number\", \"exclusiveMinimum\": 9.99, \"maximum\": 10.01}",
			"{\"type\": \"number\", \"minimum\": 1e20, \"maximum\": 1.5e20}",
			"{\"type\": \"integer\", \"minimum\": 99999999999999999999}",
			"{\"type\": \"array\", \"items\": {\"type\": \"integer\"}, \"minItems\": 2}",
			"{\"type\": \"array\", \"items\": {\"type\": \"array\", \"items\": {\"type\": \"boolean\"}, \"maxItems\": 2}, \"minItems\": 1, \"maxItems\": 2}",
			"{\"enum\": [\"a\", 1, 1.5, null, true, [1, {\"b\": \"\\\"\"}]]}",
			"{\"enum\": [\"a\", 1], \"type\": \"string\"}", "{\"const\": {\"a\": [], \"b\": {}}}",
			"{\"anyOf\": [{\"const\": 1}, {\"type\": \"string\", \"maxLength\": 1}]}",
			"{\"type\": [\"object\", \"null\"], \"properties\": {\"a\": {\"type\": \"null\"}, \"b\": {\"type\": \"null\"}}}" })
	void textsAreValid(String schema) {
		TextPattern pattern = compile(schema, 60);
		Schema validator = validator(schema);
		for (int seed = 0; seed < 200; seed++) {
			String text = TextPatternTests.write(pattern, ALPHABET, 30 + seed % 30, new Random(seed));
			assertThat(validator.validate(text, InputFormat.JSON)).as(text).isEmpty();
		}
	}

	/** Which are few, where the pairs of their states would be more than are served. */
	@Test
	void countsWhatAPatternAndALengthHaveInCommon() {
		TextPattern pattern = compile(
				"{\"type\": \"string\", \"pattern\": \"^[a-c]{190}$\", \"minLength\": 9, \"maxLength\": 10000}", 200);
		assertThat(TextPatternTests.write(pattern, ALPHABET, 200, new Random(1))).matches("\"[a-c]{190}\"");
	}

	@Test
	void membersComeInTheOrderOfTheSchemaAndMayBeLeftOut() {
		assertThat(all("""
				{"type": "object", "properties": {"a": {"const": 1}, "b": {"const": 2}, "c": {"const": 3}},
				 "required": ["b"], "additionalProperties": false}""")).containsExactlyInAnyOrder("{\"b\":2}",
				"{\"a\":1,\"b\":2}", "{\"b\":2,\"c\":3}", "{\"a\":1,\"b\":2,\"c\":3}");
		assertThat(all("""
				{"type": "object", "properties": {"a": {"const": 1}, "b": {"const": 2}}}"""))
			.containsExactlyInAnyOrder("{}", "{\"a\":1}", "{\"b\":2}", "{\"a\":1,\"b\":2}");
	}

	@Test
	void arraysHaveAsManyItemsAsTheSchemaSays() {
		assertThat(all("{\"type\": \"array\", \"items\": {\"enum\": [0, 1]}, \"maxItems\": 2}"))
			.containsExactlyInAnyOrder("[]", "[0]", "[1]", "[0,0]", "[0,1]", "[1,0]", "[1,1]");
		assertThat(all("{\"type\": \"array\", \"items\": {\"const\": 0}, \"minItems\": 2, \"maxItems\": 3}"))
			.containsExactlyInAnyOrder("[0,0]", "[0,0,0]");
	}

	@Test
	void charactersOfNamesAndConstantsThatTheModelDoesNotKnowAreEscaped() {
		assertThat(all("{\"const\": {\"ö\": \"中é𝄞\\b\"}}"))
			.containsExactly("{\"\\u00f6\":\"\\u4e2dé\\ud834\\udd1e\\b\"}");
	}

	@Test
	void charactersOfStringsThatTheModelDoesNotKnowAreLeftOut() {
		assertThat(all("{\"type\": \"string\", \"pattern\": \"^[aö\\\\n\\\"]$\"}")).containsExactlyInAnyOrder("\"a\"",
				"\"\\n\"", "\"\\\"\"");
	}

	@ParameterizedTest
	@CsvSource({ "0, 0, 0", "-3, 12, 0", "95, 105, 0", "-120, -98, 0", "7, 7, 0", "-1, 1, 1", "0.3, 1.2, 1",
			"-0.05, 0.05, 2", "9.9, 10.1, 1", "-2.5, -0.5, 1", "0, 0, 2", "99.5, 100, 2" })
	void numbersAreThoseOfTheRange(String least, String most, int fraction) {
		Alphabet digits = new Alphabet("-.0123456789");
		TextPattern pattern = compile(new Structure("test", least + most + fraction, 0) {
			@Override
			org.apache.lucene.util.automaton.Automaton automaton(PatternAutomaton parts, Alphabet alphabet) {
				return NumberAutomaton.of(new java.math.BigDecimal(least), new java.math.BigDecimal(most), fraction,
						parts);
			}
		}, digits, 100);
		java.math.BigDecimal step = java.math.BigDecimal.ONE.movePointLeft(fraction);
		TreeSet<String> expected = new TreeSet<>();
		for (java.math.BigDecimal value = new java.math.BigDecimal(least); value
			.compareTo(new java.math.BigDecimal(most)) <= 0; value = value.add(step)) {
			for (int scale = Math.max(0, value.stripTrailingZeros().scale()); scale <= fraction; scale++) {
				expected.add(value.setScale(scale).toPlainString());
			}
		}
		assertThat(new TreeSet<>(all(pattern, digits))).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>',
			textBlock = """
					{}                                                           > root has none of type, enum, const, anyOf and $ref
					[]                                                           > root must be an object
					{"type": "str"}                                              > has the type "str"; the types are array, boolean
					{"type": []}                                                 > has an empty array as type
					{"type": "string", "uniqueItems": true}                      > jsonSchema has uniqueItems at its root, which does not apply to type
					{"type": "object", "properties": {"a": {"allOf": []}}}       > jsonSchema has allOf at /properties/a, which is not supported
					{"type": "object", "properties": {"a/b": {"not": {}, "type": "null"}}} > jsonSchema has not at /properties/a~1b, which is not supported
					{"type": "object", "properties": {}, "additionalProperties": true} > additionalProperties at its root, which must be false
					{"type": "object", "properties": {}, "patternProperties": {}} > patternProperties at its root, which is not supported
					{"type": "object"}                                           > is for objects and needs properties
					{"type": "object", "properties": {}, "required": ["a"]}      > at /required/0 must be one of the properties, but is "a"
					{"type": "array"}                                            > is for arrays and needs items
					{"type": "array", "items": {"type": "null"}, "uniqueItems": true} > uniqueItems at its root, which must be false
					{"type": "array", "items": {"type": "null"}, "minItems": 3, "maxItems": 2} > minItems of 3, more than its maxItems of 2
					{"type": "string", "maxLength": 10001}                       > at /maxLength must be a whole number from 0 to 10,000, but is 10001
					{"type": "string", "minLength": 1.5}                         > at /minLength must be a whole number
					{"type": "string", "pattern": "(?=a)"}                       > at /pattern is not supported: pattern cannot be parsed at position 0
					{"type": "string", "pattern": "a(^b)"}                       > an anchor that is not at the start
					{"type": "integer", "multipleOf": 2}                         > multipleOf at its root, which is not supported
					{"type": "integer", "minimum": 3, "maximum": 2}              > allows no number
					{"type": "integer", "exclusiveMinimum": 2, "exclusiveMaximum": 3} > allows no number
					{"type": "number", "minimum": "3"}                           > at /minimum must be a number
					{"type": "number", "minimum": 1e300}                         > at most 40 digits
					{"enum": []}                                                 > at /enum must be a non-empty array
					{"enum": [1], "type": "string"}                              > has no value of its type
					{"enum": [1], "minimum": 0}                                  > jsonSchema has minimum at its root, which does not apply to enum
					{"$ref": "#/$defs/a"}                                        > must name one of $defs
					{"$ref": "other.json"}                                       > must name one of $defs
					{"$ref": "#/$defs/a", "$defs": {"a": {"type": "array", "items": {"$ref": "#/$defs/a"}}}} > recursion is not supported
					""")
	void refuses(String schema, String why) {
		assertThatExceptionOfType(UnprocessableException.class).isThrownBy(() -> compile(schema, 100))
			.satisfies((problem) -> {
				assertThat(problem.detail()).contains(why);
				assertThat(problem.properties()).containsEntry("field", "jsonSchema").containsKey("path");
				assertThat(problem.type()).isIn("invalid-json-schema", "json-schema-not-supported");
			});
	}

	@Test
	void namesWhatTheModelWouldHaveToKnow() {
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> compile(Structure.jsonSchema(JSON.readTree("{\"type\": \"string\", \"minLength\": 1}")),
					new Alphabet("ab\n"), 100))
			.satisfies((problem) -> {
				assertThat(problem.type()).isEqualTo("json-schema-cannot-match");
				assertThat(problem.detail()).contains("it lacks at least U+0022 QUOTATION MARK");
			});
	}

	@Test
	void boundsSizeAndNesting() {
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> compile("{\"const\": \"%s\"}".formatted("a".repeat(20_000)), 100))
			.withMessageContaining("at most 20,000 characters");
		String nested = "{\"type\": \"array\", \"items\": ".repeat(32) + "{\"type\": \"null\"}" + "}".repeat(32);
		assertThatExceptionOfType(UnprocessableException.class).isThrownBy(() -> compile(nested, 100))
			.withMessageContaining("more than 32 levels deep");
		assertThat(all("{\"const\": \"%s\"}".formatted("a".repeat(5_000))))
			.containsExactly("\"" + "a".repeat(5_000) + "\"");
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"{\"type\": \"array\", \"maxItems\": 10000, \"items\": {\"type\": \"array\", \"maxItems\": 10000, \"items\": {\"type\": \"number\"}}}",
			"{\"type\": \"string\", \"pattern\": \"(a|b)*a(a|b){30}\"}",
			"{\"type\": \"string\", \"pattern\": \"a.{60}b.{60}c\", \"maxLength\": 10000}" })
	@Timeout(10)
	void refusesSchemasThatExplode(String schema) {
		assertThatExceptionOfType(UnprocessableException.class).isThrownBy(() -> compile(schema, 100))
			.satisfies((problem) -> assertThat(problem.type()).isEqualTo("json-schema-too-complex"));
	}

	@Test
	@Timeout(10)
	void refusesReferencesThatMultiply() {
		StringBuilder schema = new StringBuilder(
				"{\"$ref\": \"#/$defs/d15\", \"$defs\": {\"d0\": {\"type\": \"boolean\"}");
		for (int index = 1; index <= 15; index++) {
			schema.append((", \"d%d\": {\"type\": \"object\", \"required\": [\"a\", \"b\"], \"properties\": {"
					+ "\"a\": {\"$ref\": \"#/$defs/d%d\"}, \"b\": {\"$ref\": \"#/$defs/d%d\"}}}")
				.formatted(index, index - 1, index - 1));
		}
		assertThatExceptionOfType(UnprocessableException.class).isThrownBy(() -> compile(schema + "}}", 100))
			.satisfies((problem) -> assertThat(problem.type()).isEqualTo("json-schema-too-complex"));
	}

	private static TextPattern compile(String schema, int maxCharacters) {
		return compile(Structure.jsonSchema(JSON.readTree(schema)), ALPHABET, maxCharacters);
	}

	private static TextPattern compile(Structure structure, Alphabet alphabet, int maxCharacters) {
		return new Patterns().compile(structure, alphabet, maxCharacters);
	}

	private static Schema validator(String schema) {
		JsonNode read = JSON.readTree(schema);
		return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(read);
	}

	private static List<String> all(String schema) {
		return all(compile(schema, 10_000), ALPHABET);
	}

	/** All texts of which there are not too many. */
	private static List<String> all(TextPattern pattern, Alphabet alphabet) {
		List<String> texts = new ArrayList<>();
		addAll(pattern, alphabet, 0, "", texts);
		return texts;
	}

	private static void addAll(TextPattern pattern, Alphabet alphabet, int state, String text, List<String> texts) {
		int from = state;
		StringBuilder begun = new StringBuilder(text);
		while (true) {
			if (pattern.matches(from)) {
				texts.add(begun.toString());
			}
			List<Integer> next = new ArrayList<>();
			for (int index = 0; index < alphabet.size(); index++) {
				if (pattern.next(from, index) >= 0) {
					next.add(index);
				}
			}
			if (next.size() != 1) {
				for (int index : next) {
					addAll(pattern, alphabet, pattern.next(from, index),
							begun + Character.toString(alphabet.characterAt(index)), texts);
				}
				return;
			}
			begun.appendCodePoint(alphabet.characterAt(next.get(0)));
			from = pattern.next(from, next.get(0));
		}
	}

}
