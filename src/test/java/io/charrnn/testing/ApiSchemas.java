package io.charrnn.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of the OpenAPI document, to validate by. */
public final class ApiSchemas {

	private static final String DOCUMENT = "https://document.invalid/openapi.json";

	private final JsonNode document;

	private final SchemaRegistry registry;

	private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

	public ApiSchemas(JsonNode document) {
		close(document);
		this.document = document;
		this.registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
				(builder) -> builder.schemas(Map.of(DOCUMENT, document.toString()))
					.schemaRegistryConfig(SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
	}

	/**
	 * Members that no schema describes are errors here, though clients have to bear them.
	 */
	private static void close(JsonNode node) {
		if (node instanceof ObjectNode schema && schema.path("properties").isObject()
				&& !schema.has("additionalProperties")) {
			schema.put("additionalProperties", false);
		}
		node.properties().forEach((member) -> {
			if (!member.getKey().equals("example")) {
				close(member.getValue());
			}
		});
		if (node.isArray()) {
			node.forEach(ApiSchemas::close);
		}
	}

	/** Every example of the document, by the JSON pointer to its schema. */
	public Map<String, JsonNode> examples() {
		Map<String, JsonNode> examples = new LinkedHashMap<>();
		collect(this.document, "", examples);
		return examples;
	}

	private static void collect(JsonNode node, String path, Map<String, JsonNode> examples) {
		if (node.isObject() && node.has("example") && !path.endsWith("/properties")) {
			boolean schema = !node.has("schema");
			boolean structured = schema || !node.get("example").isString() || node.at("/schema/type").isString();
			if (structured) {
				examples.put(schema ? path : path + "/schema", node.get("example"));
			}
		}
		node.properties().forEach((member) -> {
			if (!member.getKey().equals("example")) {
				collect(member.getValue(), path + "/" + member.getKey().replace("~", "~0").replace("/", "~1"),
						examples);
			}
		});
		for (int index = 0; node.isArray() && index < node.size(); index++) {
			collect(node.get(index), path + "/" + index, examples);
		}
	}

	/** What is wrong with a value, by the schema that a JSON pointer names. */
	public List<Error> errors(String pointer, JsonNode value) {
		Schema schema = this.schemas.computeIfAbsent(pointer,
				(key) -> this.registry.getSchema(SchemaLocation.of(DOCUMENT + "#" + key)));
		return schema.validate(value.toString(), InputFormat.JSON);
	}

	/** Whether the document has an operation. */
	boolean describes(String method, String path) {
		return template(path)
			.filter((template) -> this.document.get("paths").get(template).has(method.toLowerCase(Locale.ROOT)))
			.isPresent();
	}

	private Optional<String> template(String path) {
		return this.document.get("paths")
			.propertyNames()
			.stream()
			.sorted((one, other) -> Boolean.compare(one.contains("{"), other.contains("{")))
			.filter((candidate) -> Pattern.matches(candidate.replaceAll("\\{[^}]*}", "[^/]+"), path))
			.findFirst();
	}

	private static String operation(String template, String method) {
		return "/paths/" + template.replace("/", "~1") + "/" + method.toLowerCase(Locale.ROOT);
	}

	/**
	 * What is wrong with an event of a stream: with all that it could be, if it is none
	 * of these.
	 * @param name of the event, or empty
	 */
	public List<String> errorsOfEvent(String method, String path, String name, String data) {
		String events = operation(template(path).orElseThrow(), method)
				+ "/responses/200/content/text~1event-stream/schema/contentSchema/items/anyOf";
		ObjectNode sent = new JsonMapper().createObjectNode().put("data", data);
		if (!name.isEmpty()) {
			sent.put("event", name);
		}
		List<String> errors = new ArrayList<>();
		for (int index = 0; index < this.document.at(events).size(); index++) {
			List<String> found = errorsOfEvent(events + "/" + index, sent);
			if (found.isEmpty()) {
				return List.of();
			}
			errors.addAll(found);
		}
		return errors.isEmpty() ? List.of(method + " " + path + " has no events") : errors;
	}

	private List<String> errorsOfEvent(String pointer, ObjectNode sent) {
		List<Error> errors = errors(pointer, sent);
		String json = pointer + "/properties/data/contentSchema";
		if (errors.isEmpty() && !this.document.at(json).isMissingNode()) {
			try {
				errors = errors(json, new JsonMapper().readTree(sent.get("data").asString()));
			}
			catch (JacksonException ex) {
				return List.of(ex.getMessage());
			}
		}
		return errors.stream().map(Error::toString).toList();
	}

	/**
	 * What is wrong with an answer in JSON.
	 * @param method of the request
	 * @param path of the request, without a query
	 * @param status of the answer
	 * @param type of the answer's body
	 * @param body of the answer
	 */
	public List<String> errors(String method, String path, int status, String type, JsonNode body) {
		Optional<String> template = template(path);
		if (template.isEmpty()) {
			return List.of();
		}
		String operation = operation(template.get(), method);
		String response = operation + "/responses/" + status;
		JsonNode described = this.document.at(response);
		if (described.isMissingNode()) {
			response = operation + "/responses/default";
			described = this.document.at(response);
		}
		if (described.has("$ref")) {
			response = described.get("$ref").asString().substring(1);
			described = this.document.at(response);
		}
		String schema = response + "/content/" + type.replaceAll(";.*", "").strip().replace("/", "~1") + "/schema";
		if (this.document.at(schema).isMissingNode()) {
			return List.of(method + " " + template.get() + " has no " + status + " of " + type);
		}
		List<String> errors = new ArrayList<>();
		errors(schema, body)
			.forEach((error) -> errors.add(method + " " + template.get() + " " + status + ": " + error));
		return errors;
	}

}
