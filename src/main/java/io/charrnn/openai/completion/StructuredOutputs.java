package io.charrnn.openai.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.charrnn.api.ExactJson;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.Problem;
import io.charrnn.problem.Shown;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a request says about the form of texts: in OpenAI's {@code response_format}, in
 * vLLM's {@code structured_outputs} ({@code StructuredOutputsParams} in
 * {@code vllm/sampling_params.py}) or in the fields that it had before. No white space is
 * ever written between JSON's values, nor a property that the schema does not name, so
 * that what is to forbid these may say either.
 */
final class StructuredOutputs {

	/** What vLLM calls the fields here. */
	private static final Map<String, String> OF_VLLM = Map.of("json", "jsonSchema", "regex", "pattern", "choice",
			"choices");

	private final List<Found> found = new ArrayList<>();

	private StructuredOutputs() {
	}

	/**
	 * Adds the one field that says so, if any does.
	 * @param fields of a generation
	 * @throws Problem if more than one does, or one asks for what is not served
	 */
	static void add(CompletionRequest request, ObjectNode fields) {
		StructuredOutputs outputs = new StructuredOutputs();
		outputs.responseFormat(given(request.responseFormat()));
		outputs.structuredOutputs(given(request.structuredOutputs()));
		outputs.find("guided_json", "json", given(request.guidedJson()));
		outputs.find("guided_regex", "regex", given(request.guidedRegex()));
		outputs.find("guided_choice", "choice", given(request.guidedChoice()));
		if (outputs.found.size() > 1) {
			throw new UnprocessableException("invalid-value",
					("%s and %s both determine the form of texts; give only one.")
						.formatted(outputs.found.get(0).source(), outputs.found.get(1).source()))
				.with("field", outputs.found.get(1).source());
		}
		outputs.found.forEach((one) -> fields.set(one.field(), one.value()));
	}

	private static @Nullable JsonNode given(@Nullable JsonNode value) {
		return (value == null || value.isNull()) ? null : value;
	}

	private void responseFormat(@Nullable JsonNode format) {
		if (format == null) {
			return;
		}
		String type = format.path("type").asString("");
		requireKeys("response_format", format,
				type.equals("json_schema") ? List.of("type", "json_schema") : List.of("type"));
		switch (type) {
			case "text" -> {
			}
			case "json_schema" -> {
				String source = "response_format.json_schema";
				JsonNode described = requireType(source, format.path("json_schema"), JsonNode::isObject, "an object");
				requireKeys(source, described, List.of("name", "description", "schema", "strict"));
				find(source + ".schema", "json",
						requireType(source + ".schema", described.path("schema"), JsonNode::isObject, "an object"));
			}
			case "json_object" -> throw unsupported("response_format.type",
					"json_object, any JSON object, is not supported; use json_schema");
			default -> throw unsupported("response_format.type", "must be text or json_schema");
		}
	}

	private void structuredOutputs(@Nullable JsonNode outputs) {
		if (outputs == null) {
			return;
		}
		String name = "structured_outputs";
		requireType(name, outputs, JsonNode::isObject, "an object");
		int before = this.found.size();
		for (String key : outputs.propertyNames()) {
			String source = name + "." + key;
			JsonNode value = given(outputs.get(key));
			if (OF_VLLM.containsKey(key)) {
				find(source, key, value);
			}
			else if (key.equals("disable_any_whitespace") || key.equals("disable_additional_properties")) {
				requireType(source, outputs.get(key), JsonNode::isBoolean, "true or false");
			}
			else if (value != null) {
				throw unsupported(source, "is not supported; json, regex and choice are");
			}
		}
		if (this.found.size() == before) {
			throw new UnprocessableException("invalid-value", name + " must have one of json, regex and choice.")
				.with("field", name);
		}
	}

	private void find(String source, String key, @Nullable JsonNode value) {
		if (value == null) {
			return;
		}
		JsonNode read = value;
		switch (key) {
			case "regex" -> requireType(source, value, JsonNode::isString, "a string");
			case "choice" -> requireType(source, value,
					(list) -> list.isArray() && list.valueStream().allMatch(JsonNode::isString), "an array of strings");
			// vLLM takes schemas as strings, too.
			default ->
				read = requireType(source, value.isString() ? ExactJson.read(source, value.stringValue()) : value,
						JsonNode::isObject, "a schema, possibly as a string");
		}
		this.found.add(new Found(source, String.valueOf(OF_VLLM.get(key)), read));
	}

	private static JsonNode requireType(String source, JsonNode value, Predicate<JsonNode> type, String name) {
		if (!type.test(value)) {
			throw wrongType(source, name);
		}
		return value;
	}

	private static void requireKeys(String source, JsonNode object, List<String> known) {
		for (String key : object.propertyNames()) {
			if (!known.contains(key)) {
				throw new MalformedException("unknown-field", "There is no field %s.%s; known: %s.".formatted(source,
						Shown.shortened(key), String.join(", ", known)))
					.with("field", source + "." + Shown.shortened(key));
			}
		}
	}

	private static Problem wrongType(String source, String name) {
		return new MalformedException("wrong-type", "%s must be %s.".formatted(source, name)).with("field", source);
	}

	private static Problem unsupported(String source, String why) {
		return new UnprocessableException("unsupported", source + ": " + why + ".").with("field", source);
	}

	/**
	 * A field that says what form texts have.
	 *
	 * @param source its name in the request
	 * @param field what it is in a generation
	 */
	private record Found(String source, String field, JsonNode value) {
	}

}
