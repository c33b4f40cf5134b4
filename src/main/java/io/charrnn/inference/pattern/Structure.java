package io.charrnn.inference.pattern;

import java.util.List;
import java.util.Locale;

import io.charrnn.api.ExactJson;
import io.charrnn.model.Alphabet;
import io.charrnn.problem.Problem;
import io.charrnn.problem.UnprocessableException;
import org.apache.lucene.util.automaton.Automaton;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a text must match, as given in a request. Equal structures share one automaton per
 * alphabet.
 */
public abstract class Structure {

	private final String field;

	private final Object words;

	private final int bytes;

	/**
	 * Keeps what was given.
	 * @param field what it was given as
	 * @param words equal for equal structures
	 * @param bytes about what it takes in memory
	 */
	Structure(String field, Object words, int bytes) {
		this.field = field;
		this.words = words;
		this.bytes = bytes;
	}

	/** Texts that match a regular expression as a whole. */
	public static Structure pattern(String pattern) {
		return new RegularExpression(pattern);
	}

	/**
	 * Texts of a list.
	 * @throws UnprocessableException if they are too many, too long or empty
	 */
	public static Structure choices(List<String> choices) {
		return new Choices(choices);
	}

	/**
	 * Texts in compact JSON that a schema validates.
	 * @param schema the common part of JSON Schema, possibly as a string
	 * @throws Problem if it is too long, or a string that is not JSON
	 */
	public static Structure jsonSchema(JsonNode schema) {
		return new JsonSchema(schema.isString() ? ExactJson.read("jsonSchema", schema.stringValue()) : schema);
	}

	/** The texts of a list, in its order; empty for anything else than a list. */
	public List<String> choices() {
		return List.of();
	}

	/**
	 * Makes the automaton of the texts.
	 * @param parts puts it together
	 * @param alphabet what texts are made of
	 * @throws UnprocessableException if it cannot be read
	 * @throws org.apache.lucene.util.automaton.TooComplexToDeterminizeException if that
	 * takes too much
	 */
	abstract Automaton automaton(PatternAutomaton parts, Alphabet alphabet);

	/** About what it takes in memory. */
	int bytes() {
		return this.bytes;
	}

	/** A problem with the whole, of a type that begins with the field's name. */
	Problem problem(String type, String detail) {
		return new UnprocessableException(kebab() + "-" + type, this.field + " " + detail).with("field", this.field);
	}

	private String kebab() {
		return this.field.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Structure that && this.field.equals(that.field) && this.words.equals(that.words);
	}

	@Override
	public int hashCode() {
		return 31 * this.field.hashCode() + this.words.hashCode();
	}

}
