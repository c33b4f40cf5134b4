package io.charrnn.inference.pattern;

import java.util.Locale;

import io.charrnn.inference.Fields;
import io.charrnn.model.Alphabet;
import org.apache.lucene.util.automaton.Automaton;
import tools.jackson.databind.JsonNode;

/** Texts in compact JSON that a schema validates. */
final class JsonSchema extends Structure {

	private static final int MOST_CHARACTERS = 20_000;

	/** Of a character at most, where all are empty objects. */
	private static final int BYTES = 32;

	private final JsonNode schema;

	JsonSchema(JsonNode schema) {
		this(schema, schema.toString());
	}

	private JsonSchema(JsonNode schema, String written) {
		super("jsonSchema", written, BYTES * written.length());
		this.schema = schema;
		int length = written.length();
		if (length > MOST_CHARACTERS) {
			throw Fields.size("jsonSchema", length,
					String.format(Locale.ROOT, "at most %,d characters", MOST_CHARACTERS));
		}
	}

	@Override
	Automaton automaton(PatternAutomaton parts, Alphabet alphabet) {
		return new SchemaAutomaton(this.schema, parts, alphabet).automaton();
	}

}
