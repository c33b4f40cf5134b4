package io.charrnn.inference.pattern;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;

/**
 * The keywords of a schema that are served. All others are rejected, and so are those
 * that mean nothing for the type beside them, but for annotations.
 */
final class SchemaKeywords {

	/** They describe and change nothing. */
	private static final Set<String> ANNOTATIONS = Set.of("$schema", "$id", "$comment", "$defs", "definitions", "title",
			"description", "default", "examples", "format", "deprecated", "readOnly", "writeOnly");

	private static final Set<String> NUMBERS = Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");

	private static final Map<String, Set<String>> OF_TYPES = Map.of("object",
			Set.of("properties", "required", "additionalProperties"), "array",
			Set.of("items", "minItems", "maxItems", "uniqueItems"), "string",
			Set.of("pattern", "minLength", "maxLength"), "integer", NUMBERS, "number", NUMBERS, "boolean", Set.of(),
			"null", Set.of());

	private static final Set<String> FORMS = Set.of("type", "enum", "const", "anyOf", "$ref");

	private SchemaKeywords() {
	}

	/**
	 * The keyword that says what kind of schema one is.
	 * @throws io.charrnn.problem.Problem if there is none, or something stands beside it
	 * that is not served there
	 */
	static String form(SchemaNode schema) {
		for (String form : List.of("$ref", "anyOf", "const", "enum", "type")) {
			if (schema.has(form)) {
				Set<String> allowed = new HashSet<>(Set.of(form));
				if (form.equals("type")) {
					types(schema).forEach((type) -> allowed.addAll(OF_TYPES.getOrDefault(type, Set.of())));
				}
				else if (!form.equals("$ref") && !form.equals("anyOf")) {
					allowed.add("type");
				}
				requireServed(schema, form, allowed);
				return form;
			}
		}
		requireServed(schema, "", FORMS);
		throw schema.problem("has none of type, enum, const, anyOf and $ref, so it would allow any value");
	}

	private static void requireServed(SchemaNode schema, String form, Collection<String> allowed) {
		for (String keyword : schema.node().propertyNames()) {
			if (!allowed.contains(keyword) && !ANNOTATIONS.contains(keyword)) {
				throw schema.unsupported(keyword,
						known(keyword)
								? "does not apply to %s".formatted(form.isEmpty() ? "a schema without a type" : form)
								: "is not supported");
			}
		}
	}

	private static boolean known(String keyword) {
		return FORMS.contains(keyword) || OF_TYPES.values().stream().anyMatch((keywords) -> keywords.contains(keyword));
	}

	/** The types that a schema allows. */
	static Set<String> types(SchemaNode schema) {
		JsonNode type = schema.node().get("type");
		Set<String> types = new TreeSet<>();
		for (JsonNode one : type.isArray() ? type : List.of(type)) {
			if (!one.isString() || !OF_TYPES.containsKey(one.stringValue())) {
				throw schema.problem(String.format(Locale.ROOT, "has the type %s; the types are %s", one,
						String.join(", ", new TreeSet<>(OF_TYPES.keySet()))));
			}
			types.add(one.stringValue());
		}
		if (types.isEmpty()) {
			throw schema.problem("has an empty array as type");
		}
		return types;
	}

	/** Whether a value is of one of some types. */
	static boolean isOf(JsonNode value, Set<String> types) {
		return types.stream().anyMatch((type) -> switch (type) {
			case "object" -> value.isObject();
			case "array" -> value.isArray();
			case "string" -> value.isString();
			case "integer" -> value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
			case "number" -> value.isNumber();
			case "boolean" -> value.isBoolean();
			default -> value.isNull();
		});
	}

}
