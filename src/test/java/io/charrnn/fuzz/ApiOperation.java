package io.charrnn.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * An operation of the OpenAPI document.
 *
 * @param method of HTTP, in upper case
 * @param path with the names of its parameters in braces
 * @param methods all that the path takes, also as another path with parameters
 * @param query schemas of the query parameters by name
 * @param bodies schemas of the body by content type
 * @param produces content types of the answers
 */
record ApiOperation(String method, String path, Set<String> methods, Map<String, JsonNode> query,
		Map<String, JsonNode> bodies, Set<String> produces) {

	private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

	/** Lists what a document offers under a path, in an order that is always the same. */
	static List<ApiOperation> under(String prefix, JsonNode document) {
		Map<String, ApiOperation> operations = new TreeMap<>();
		document.get("paths").properties().forEach((path) -> {
			if (!path.getKey().startsWith(prefix)) {
				return;
			}
			Set<String> methods = new TreeSet<>(path.getValue().propertyNames());
			methods.retainAll(METHODS);
			for (String method : methods) {
				operations.put(path.getKey() + " " + method, of(document, path.getKey(), method,
						taken(path.getKey(), document), path.getValue().get(method)));
			}
		});
		return new ArrayList<>(operations.values());
	}

	private static Set<String> taken(String path, JsonNode document) {
		Set<String> methods = new TreeSet<>();
		document.get("paths").properties().forEach((other) -> {
			if (path.matches(other.getKey().replaceAll("\\{[^}]*}", "[^/]+"))) {
				methods.addAll(other.getValue().propertyNames());
			}
		});
		methods.retainAll(METHODS);
		return methods;
	}

	private static ApiOperation of(JsonNode document, String path, String method, Set<String> methods,
			JsonNode operation) {
		Map<String, JsonNode> query = new LinkedHashMap<>();
		for (JsonNode parameter : operation.path("parameters")) {
			if (parameter.path("in").asString().equals("query")) {
				query.put(parameter.get("name").asString(), resolve(document, parameter.path("schema")));
			}
		}
		Map<String, JsonNode> bodies = new TreeMap<>();
		operation.at("/requestBody/content")
			.properties()
			.forEach((content) -> bodies.put(content.getKey(), resolve(document, content.getValue().path("schema"))));
		Set<String> produces = new TreeSet<>();
		operation.path("responses")
			.properties()
			.forEach((response) -> produces.addAll(response.getValue().path("content").propertyNames()));
		return new ApiOperation(method.toUpperCase(Locale.ROOT), path, methods, query, bodies, produces);
	}

	/** Follows a reference to a schema that is described elsewhere in the document. */
	static JsonNode resolve(JsonNode document, JsonNode schema) {
		JsonNode resolved = schema;
		while (resolved.has("$ref")) {
			resolved = document.at(resolved.get("$ref").asString().substring(1));
		}
		return resolved.isObject() ? resolved : JsonNodeFactory.instance.objectNode();
	}

}
