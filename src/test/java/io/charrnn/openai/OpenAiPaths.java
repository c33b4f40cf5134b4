package io.charrnn.openai;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Asks the service under test under OpenAI's paths. */
final class OpenAiPaths {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String BOUNDARY = "aBoundary";

	private final HttpClient client = HttpClient.newHttpClient();

	private final String server;

	OpenAiPaths(int port) {
		this.server = "http://127.0.0.1:" + port;
	}

	HttpResponse<String> get(String path) {
		return send("GET", path, "", "");
	}

	HttpResponse<String> post(String path, String json) {
		return send("POST", path, "application/json", json);
	}

	/** Sends a form with a file and further fields, given as names and values. */
	HttpResponse<String> upload(String path, String fileName, String text, String... fields) {
		StringBuilder form = new StringBuilder();
		for (int index = 0; index < fields.length; index += 2) {
			form.append("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(BOUNDARY,
					fields[index], fields[index + 1]));
		}
		form.append(
				"--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: text/plain\r\n\r\n"
					.formatted(BOUNDARY, fileName))
			.append(text)
			.append("\r\n--%s--\r\n".formatted(BOUNDARY));
		return send("POST", path, "multipart/form-data; boundary=" + BOUNDARY, form.toString());
	}

	/** Sends a request; no body if it is empty. */
	HttpResponse<String> send(String method, String path, String contentType, String body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.server + path))
			.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
		if (!contentType.isEmpty()) {
			request.header("Content-Type", contentType);
		}
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return this.client.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The JSON of an answer of success. */
	static JsonNode ok(HttpResponse<String> response) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		assertThat(response.headers().firstValue("x-request-id").orElse("")).matches("[0-9a-f]{32}");
		return JSON.readTree(response.body());
	}

	/**
	 * The error object of an answer with a status, with exactly the keys it must have.
	 */
	static JsonNode error(HttpResponse<String> response, int status) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
		assertThat(response.headers().firstValue("x-request-id").orElse("")).matches("[0-9a-f]{32}");
		JsonNode body = JSON.readTree(response.body());
		assertThat(body.propertyNames()).containsExactly("error");
		JsonNode error = body.get("error");
		assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
		assertThat(error.get("message").asString()).isNotBlank();
		return error;
	}

	/** The data of server-sent events, each JSON, without the end that must be there. */
	static List<JsonNode> events(HttpResponse<String> response) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
		List<JsonNode> events = new ArrayList<>();
		String[] blocks = response.body().split("\n\n");
		for (int index = 0; index < blocks.length - 1; index++) {
			if (!blocks[index].startsWith(":")) {
				assertThat(blocks[index]).startsWith("data: ");
				events.add(JSON.readTree(blocks[index].substring("data: ".length())));
			}
		}
		assertThat(blocks[blocks.length - 1]).isEqualTo("data: [DONE]");
		return events;
	}

}
