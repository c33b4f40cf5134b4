package io.charrnn.inference.pattern;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.charrnn.model.Alphabet;
import io.charrnn.problem.UnprocessableException;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes the automaton of all texts in compact JSON that a schema validates: no white
 * space, properties in the order of the schema, each value written in one way.
 */
final class SchemaAutomaton {

	private static final int DEEPEST_NESTING = 32;

	/** Of numbers without bounds: such integers are exact in every JSON parser. */
	private static final int WHOLE_DIGITS = 15;

	private static final int FRACTION_DIGITS = 6;

	private final SchemaNode root;

	private final PatternAutomaton parts;

	private final Alphabet alphabet;

	/** By their pointers. */
	private final Map<String, Automaton> definitions = new HashMap<>();

	/** Pointers that are being followed. */
	private final Set<String> followed = new HashSet<>();

	private final Map<List<Object>, Automaton> numbers = new HashMap<>();

	private int depth;

	SchemaAutomaton(JsonNode schema, PatternAutomaton parts, Alphabet alphabet) {
		this.root = new SchemaNode(schema, "");
		this.parts = parts;
		this.alphabet = alphabet;
	}

	Automaton automaton() {
		return schema(this.root);
	}

	private Automaton schema(SchemaNode schema) {
		if (!schema.node().isObject()) {
			throw schema.problem("must be an object");
		}
		if (++this.depth > DEEPEST_NESTING) {
			throw schema.problem(String.format(Locale.ROOT, "is more than %d levels deep", DEEPEST_NESTING));
		}
		Automaton automaton = switch (SchemaKeywords.form(schema)) {
			case "$ref" -> reference(schema.get("$ref"));
			case "anyOf" -> anyOf(schema.get("anyOf"));
			case "const" -> values(schema, List.of(schema.node().get("const")));
			case "enum" -> values(schema, nonEmpty(schema.get("enum")));
			default -> types(schema);
		};
		this.depth--;
		return automaton;
	}

	/** {@code #/$defs/name} or {@code #/definitions/name}. */
	private Automaton reference(SchemaNode reference) {
		String pointer = reference.node().isString() ? reference.node().stringValue() : "";
		String[] steps = pointer.split("/", -1);
		boolean local = steps.length == 3 && steps[0].equals("#")
				&& (steps[1].equals("$defs") || steps[1].equals("definitions"));
		String name = local ? steps[2].replace("~1", "/").replace("~0", "~") : "";
		if (!local || !this.root.node().path(steps[1]).has(name)) {
			throw reference.problem("must name one of $defs, as in \"#/$defs/name\"");
		}
		if (!this.followed.add(pointer)) {
			throw reference.problem("refers back to itself, and recursion is not supported");
		}
		Automaton known = this.definitions.get(pointer);
		if (known == null) {
			known = schema(this.root.get(steps[1]).get(name));
			this.definitions.put(pointer, known);
		}
		this.followed.remove(pointer);
		return known;
	}

	private Automaton anyOf(SchemaNode schemas) {
		List<Automaton> all = new ArrayList<>();
		for (int index = 0; index < nonEmpty(schemas).size(); index++) {
			all.add(schema(schemas.get(index)));
		}
		return this.parts.union(all);
	}

	private static List<JsonNode> nonEmpty(SchemaNode list) {
		if (!list.node().isArray() || list.node().isEmpty()) {
			throw list.problem("must be a non-empty array");
		}
		return list.node().valueStream().toList();
	}

	/** Those of the values that are of the type, if there is one. */
	private Automaton values(SchemaNode schema, List<JsonNode> values) {
		Set<String> types = schema.has("type") ? SchemaKeywords.types(schema) : Set.of();
		List<String> written = values.stream()
			.filter((value) -> types.isEmpty() || SchemaKeywords.isOf(value, types))
			.map((value) -> JsonStrings.written(value, this.alphabet))
			.toList();
		if (written.isEmpty()) {
			throw schema.problem("has no value of its type");
		}
		return this.parts.anyOf(written);
	}

	private Automaton types(SchemaNode schema) {
		Set<String> types = SchemaKeywords.types(schema);
		List<Automaton> all = new ArrayList<>();
		for (String type : types) {
			switch (type) {
				case "object" -> all.add(object(schema));
				case "array" -> all.add(array(schema));
				case "string" -> all.add(string(schema));
				case "integer" -> all.add(number(schema, 0));
				case "number" -> all.add(number(schema, FRACTION_DIGITS));
				case "boolean" -> all.add(this.parts.anyOf(List.of("true", "false")));
				default -> all.add(Automata.makeString("null"));
			}
		}
		return (all.size() == 1) ? all.get(0) : this.parts.union(all);
	}

	private Automaton object(SchemaNode schema) {
		if (schema.has("additionalProperties") && !isFalse(schema.node().get("additionalProperties"))) {
			throw schema.unsupported("additionalProperties", "must be false or left out");
		}
		if (!schema.has("properties") || !schema.node().get("properties").isObject()) {
			throw schema.problem("is for objects and needs properties, as an object");
		}
		SchemaNode properties = schema.get("properties");
		Set<String> required = required(schema, properties);
		MemberRow row = new MemberRow(this.parts);
		List<String> names = new ArrayList<>(properties.node().propertyNames());
		for (String name : names) {
			Automaton key = Automata.makeString(JsonStrings.written(name, this.alphabet) + ":");
			row.add(this.parts.concatenation(List.of(key, schema(properties.get(name)))), required.contains(name));
		}
		return row.automaton();
	}

	private static boolean isFalse(JsonNode value) {
		return value.isBoolean() && !value.booleanValue();
	}

	private static Set<String> required(SchemaNode schema, SchemaNode properties) {
		Set<String> required = new LinkedHashSet<>();
		if (schema.has("required")) {
			SchemaNode names = schema.get("required");
			if (!names.node().isArray()) {
				throw names.problem("must be an array of names");
			}
			for (int index = 0; index < names.node().size(); index++) {
				JsonNode name = names.node().get(index);
				if (!name.isString() || !properties.has(name.stringValue())) {
					throw names.get(index).problem("must be one of the properties, but is " + name);
				}
				required.add(name.stringValue());
			}
		}
		return required;
	}

	private Automaton array(SchemaNode schema) {
		if (schema.has("uniqueItems") && !isFalse(schema.node().get("uniqueItems"))) {
			throw schema.unsupported("uniqueItems", "must be false or left out");
		}
		if (!schema.has("items")) {
			throw schema.problem("is for arrays and needs items");
		}
		int least = schema.count("minItems", 0);
		int most = schema.count("maxItems", Integer.MAX_VALUE);
		requireOrder(schema, least, most, "minItems", "maxItems");
		Automaton item = schema(schema.get("items"));
		Automaton further = this.parts.concatenation(List.of(Automata.makeChar(','), item));
		List<Automaton> filled = new ArrayList<>(List.of(item));
		if (most == Integer.MAX_VALUE) {
			filled.add(this.parts.repetition(further, Math.max(0, least - 1)));
		}
		else if (most > 1) {
			filled.add(this.parts.repetition(further, Math.max(0, least - 1), most - 1));
		}
		Automaton items = (most == 0) ? Automata.makeEmptyString() : this.parts.concatenation(filled);
		return this.parts.concatenation(List.of(Automata.makeChar('['),
				(least == 0) ? this.parts.optional(items) : items, Automata.makeChar(']')));
	}

	private Automaton string(SchemaNode schema) {
		int least = schema.count("minLength", 0);
		int most = schema.count("maxLength", Integer.MAX_VALUE);
		requireOrder(schema, least, most, "minLength", "maxLength");
		Automaton any = JsonStrings.anyCharacter();
		Automaton values = (most == Integer.MAX_VALUE) ? this.parts.repetition(any, least)
				: this.parts.repetition(any, least, most);
		if (schema.has("pattern")) {
			Automaton pattern = pattern(schema.get("pattern"));
			boolean bounded = least > 0 || most < Integer.MAX_VALUE;
			values = bounded ? this.parts.intersection(pattern, values) : pattern;
		}
		return JsonStrings.written(values, this.parts);
	}

	private Automaton pattern(SchemaNode pattern) {
		if (!pattern.node().isString()) {
			throw pattern.problem("must be a string");
		}
		try {
			return this.parts.expression(PatternSyntax.translateSearch(pattern.node().stringValue()));
		}
		catch (UnprocessableException ex) {
			throw pattern.problem("is not supported: " + ex.detail().replaceFirst("\\.$", ""));
		}
	}

	private Automaton number(SchemaNode schema, int fraction) {
		BigDecimal least = bound(schema, "minimum", "exclusiveMinimum", fraction, 1);
		BigDecimal most = bound(schema, "maximum", "exclusiveMaximum", fraction, -1);
		int digits = Math.max(fraction, Math.max(scale(least), scale(most)));
		BigDecimal greatest = BigDecimal.TEN
			.pow(Math.max(WHOLE_DIGITS, Math.max(wholeDigits(least), wholeDigits(most))))
			.subtract(BigDecimal.ONE);
		BigDecimal from = (least != null) ? least : greatest.negate();
		BigDecimal to = (most != null) ? most : greatest;
		if (from.compareTo(to) > 0) {
			throw schema.problem("allows no number");
		}
		List<Object> key = List.of(from.stripTrailingZeros(), to.stripTrailingZeros(), digits);
		Automaton known = this.numbers.get(key);
		if (known == null) {
			known = NumberAutomaton.of(from, to, digits, this.parts);
			this.numbers.put(key, known);
		}
		return known;
	}

	/**
	 * The stricter of two bounds, in as many digits as numbers are written with; null if
	 * there is none.
	 * @param direction 1 for the least, -1 for the greatest number
	 */
	private static @Nullable BigDecimal bound(SchemaNode schema, String inclusive, String exclusive, int fraction,
			int direction) {
		BigDecimal bound = schema.number(inclusive);
		BigDecimal beyond = schema.number(exclusive);
		int digits = (fraction == 0) ? 0 : Math.max(fraction, Math.max(scale(bound), scale(beyond)));
		RoundingMode inwards = (direction > 0) ? RoundingMode.CEILING : RoundingMode.FLOOR;
		BigDecimal least = (bound != null) ? bound.setScale(digits, inwards) : null;
		if (beyond == null) {
			return least;
		}
		BigDecimal next = beyond.setScale(digits, inwards);
		if (next.compareTo(beyond) == 0) {
			next = next.add(BigDecimal.ONE.movePointLeft(digits).multiply(BigDecimal.valueOf(direction)));
		}
		return (least == null || least.compareTo(next) * direction < 0) ? next : least;
	}

	private static int scale(@Nullable BigDecimal bound) {
		return (bound != null) ? Math.max(0, bound.stripTrailingZeros().scale()) : 0;
	}

	private static int wholeDigits(@Nullable BigDecimal bound) {
		return (bound != null) ? bound.precision() - bound.scale() : 0;
	}

	private static void requireOrder(SchemaNode schema, int least, int most, String leastName, String mostName) {
		if (least > most) {
			throw schema.problem(String.format(Locale.ROOT, "has a %s of %d, more than its %s of %d", leastName, least,
					mostName, most));
		}
	}

}
