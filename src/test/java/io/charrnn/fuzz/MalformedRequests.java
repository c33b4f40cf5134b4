package io.charrnn.fuzz;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes requests that have to be refused out of an OpenAPI document. */
final class MalformedRequests {

	private static final String JSON = "application/json";

	private static final byte[] NONE = {};

	private static final List<String> GARBAGE = List.of("nothing", "%20", "..%00", "a%3Ab%3Ac", "-1", "%F0%9F%98%80",
			"null", "x".repeat(2000), "%27%3B%20DROP%20TABLE%20corpus", "corpus_00000000000000000000000000000000",
			"name:99999999999999999999", ":1", "checkpoint_");

	private final JsonNode document;

	private final List<ApiOperation> operations;

	private final Map<String, String> existing;

	private final SplittableRandom random;

	/**
	 * Begins a series, which is the same for the same arguments.
	 * @param document the OpenAPI document
	 * @param existing ids of something that is there, by the path of the list it is in
	 */
	MalformedRequests(JsonNode document, Map<String, String> existing, long seed) {
		this.document = document;
		this.operations = ApiOperation.under("/api/", document);
		this.existing = existing;
		this.random = new SplittableRandom(seed);
	}

	MalformedRequest next() {
		while (true) {
			ApiOperation operation = choose(this.operations);
			List<MalformedRequest> candidates = new ArrayList<>();
			addFlawsOfTheHead(operation, candidates);
			operation.query().forEach((name, schema) -> addFlawOfTheParameter(operation, name, schema, candidates));
			JsonNode body = operation.bodies().get(JSON);
			if (body != null) {
				addFlawsOfJson(operation, body, candidates);
			}
			if (!candidates.isEmpty()) {
				return choose(candidates);
			}
		}
	}

	private void addFlawsOfTheHead(ApiOperation operation, List<MalformedRequest> to) {
		String path = path(operation);
		if (operation.path().contains("{")) {
			String garbage = choose(GARBAGE);
			to.add(plain("unknown id", operation.method(),
					operation.path().replaceFirst("\\{[^}]*}", garbage).replaceAll("\\{[^}]*}", "x"), ""));
		}
		String method = choose(List.of("GET", "PUT", "PATCH", "POST", "DELETE"));
		if (!operation.methods().contains(method.toLowerCase(Locale.ROOT))) {
			to.add(plain("wrong method", method, path, method));
		}
		to.add(plain("unknown path", operation.method(), path + "/no-such-thing", ""));
		if (operation.method().equals("GET") && operation.produces().contains(JSON)) {
			to.add(new MalformedRequest("wrong Accept", "GET", path, Map.of("Accept", "image/png"), NONE, JSON));
		}
		if (operation.bodies().keySet().equals(Set.of(JSON))) {
			to.add(new MalformedRequest("wrong content type", operation.method(), path,
					Map.of("Content-Type", "image/png"), bytes("x"), "image/png"));
		}
	}

	private void addFlawOfTheParameter(ApiOperation operation, String name, JsonNode schema,
			List<MalformedRequest> to) {
		List<String> wrong = switch (schema.path("type").asString("")) {
			case "integer" -> List.of("x", "", "1.5", "9".repeat(30), "NaN", "-9223372036854775809");
			case "number" -> List.of("x", "", "1,5", "--1");
			case "boolean" -> List.of("maybe", "2");
			default -> schema.has("enum") ? List.of("nothing", "") : List.of();
		};
		if (!wrong.isEmpty() && operation.bodies().isEmpty()) {
			String value = URLEncoder.encode(choose(wrong), StandardCharsets.UTF_8);
			to.add(plain("wrong parameter", operation.method(), path(operation) + "?" + name + "=" + value, name));
		}
	}

	private void addFlawsOfJson(ApiOperation operation, JsonNode schema, List<MalformedRequest> to) {
		ObjectNode valid = valid(schema);
		String text = valid.toString();
		to.add(json(operation, "no body", "", "body"));
		to.add(json(operation, "JSON that ends early", text.substring(0, this.random.nextInt(1, text.length())), ""));
		to.add(json(operation, "more than one value", text + text, ""));
		to.add(json(operation, "no object", choose(List.of("[]", "3", "\"x\"", "null", "true")), "body"));
		to.add(json(operation, "deep nesting", "{\"x\":" + "[".repeat(100_000), ""));
		to.add(json(operation, "comment", "/* x */" + text, ""));
		to.add(new MalformedRequest("invalid UTF-8", operation.method(), path(operation), Map.of("Content-Type", JSON),
				new byte[] { '{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}' }, ""));
		to.add(json(operation, "unknown field",
				with(valid, "surprise", JsonNodeFactory.instance.numberNode(1)).toString(), "surprise"));
		addFlawsOfAField(operation, schema, valid, to);
	}

	private void addFlawsOfAField(ApiOperation operation, JsonNode schema, ObjectNode valid,
			List<MalformedRequest> to) {
		Set<Entry<String, JsonNode>> properties = schema.path("properties").properties();
		if (properties.isEmpty()) {
			return;
		}
		Entry<String, JsonNode> property = choose(properties);
		String name = property.getKey();
		to.add(json(operation, "repeated field",
				valid.toString().replaceFirst("\\{", "{\"%s\":null,\"%s\":null,".formatted(name, name)), name));
		JsonNode resolved = ApiOperation.resolve(this.document, property.getValue());
		JsonNode wrong = wrong(resolved);
		if (wrong != null) {
			to.add(json(operation, "wrong type", with(valid, name, wrong).toString(), name));
		}
		Set<Entry<String, JsonNode>> nested = resolved.path("properties").properties();
		if (!nested.isEmpty()) {
			Entry<String, JsonNode> inner = choose(nested);
			JsonNode innerWrong = wrong(ApiOperation.resolve(this.document, inner.getValue()));
			if (innerWrong != null) {
				ObjectNode object = JsonNodeFactory.instance.objectNode();
				object.set(inner.getKey(), innerWrong);
				to.add(json(operation, "wrong type inside", with(valid, name, object).toString(), inner.getKey()));
			}
		}
		for (JsonNode required : schema.path("required")) {
			ObjectNode without = valid.deepCopy();
			without.remove(required.asString());
			to.add(json(operation, "missing field", without.toString(), required.asString()));
		}
	}

	/** An object with the required fields. */
	private ObjectNode valid(JsonNode schema) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		for (JsonNode name : schema.path("required")) {
			JsonNode property = ApiOperation.resolve(this.document, schema.at("/properties/" + name.asString()));
			object.set(name.asString(), switch (property.path("type").asString("")) {
				case "integer", "number" -> JsonNodeFactory.instance.numberNode(1);
				case "boolean" -> JsonNodeFactory.instance.booleanNode(true);
				case "array" -> JsonNodeFactory.instance.arrayNode();
				case "object" -> JsonNodeFactory.instance.objectNode();
				default -> JsonNodeFactory.instance.stringNode(stringFor(name.asString(), property));
			});
		}
		return object;
	}

	private String stringFor(String name, JsonNode property) {
		String id = this.existing.get("/api/v1/" + (name.equals("corpus") ? "corpora" : name));
		return (id != null) ? id : property.path("example").asString("a");
	}

	/**
	 * A value of a type that a schema does not allow, or null if it says nothing about
	 * types.
	 */
	private @Nullable JsonNode wrong(JsonNode schema) {
		JsonNodeFactory make = JsonNodeFactory.instance;
		return switch (schema.path("type").asString("")) {
			case "integer" -> choose(List.of(make.stringNode("x"), make.numberNode(1.5), make.booleanNode(true),
					make.arrayNode().add(1), make.objectNode()));
			case "number" -> choose(List.of(make.stringNode("NaN"), make.booleanNode(false), make.arrayNode().add(1)));
			case "boolean" -> choose(List.of(make.stringNode("true"), make.numberNode(1), make.arrayNode()));
			case "string" ->
				choose(List.of(make.numberNode(7), make.arrayNode().add(make.objectNode()), make.objectNode()));
			case "array" -> choose(List.of(make.numberNode(7), make.objectNode(), make.booleanNode(true)));
			case "object" -> choose(List.of(make.numberNode(7), make.stringNode("x"), make.arrayNode().add(1)));
			default -> null;
		};
	}

	private static ObjectNode with(ObjectNode object, String name, JsonNode value) {
		ObjectNode changed = object.deepCopy();
		changed.set(name, value);
		return changed;
	}

	private String path(ApiOperation operation) {
		String path = operation.path();
		for (Entry<String, String> entry : new TreeMap<>(this.existing).entrySet()) {
			if (path.startsWith(entry.getKey() + "/{")) {
				path = path.replaceFirst("\\{[^}]*}", entry.getValue());
			}
		}
		return path.replaceAll("\\{[^}]*}", "1");
	}

	private MalformedRequest json(ApiOperation operation, String flaw, String body, String cause) {
		return new MalformedRequest(flaw, operation.method(), path(operation), Map.of("Content-Type", JSON),
				bytes(body), cause);
	}

	private static MalformedRequest plain(String flaw, String method, String target, String cause) {
		return new MalformedRequest(flaw, method, target, Map.of(), NONE, cause);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private <T> T choose(Collection<? extends T> from) {
		return List.<T>copyOf(from).get(this.random.nextInt(from.size()));
	}

}
