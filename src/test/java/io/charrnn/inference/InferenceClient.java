package io.charrnn.inference;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import io.charrnn.content.ContentStore;
import io.charrnn.model.LanguageModel;
import io.charrnn.registry.Models;
import io.charrnn.registry.Provenance;
import io.charrnn.testing.Networks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Publishes models and asks the service about them over HTTP. */
public final class InferenceClient {

	private static final JsonMapper JSON = new JsonMapper();

	private static final Provenance UNKNOWN = new Provenance(false, null, null, null, null, null, null, null, null,
			null, null, null, null, null, null, null, null, null, null);

	private final HttpClient client = HttpClient.newHttpClient();

	private final int port;

	private final Models models;

	private final ContentStore content;

	public InferenceClient(int port, Models models, ContentStore content) {
		this.port = port;
		this.models = models;
		this.content = content;
	}

	/** Publishes a version; returns its reference. */
	public String publish(String name, LanguageModel model) {
		return publish(name, model, UNKNOWN);
	}

	/** Publishes a version of which it is known how it came to be. */
	public String publish(String name, LanguageModel model, Provenance provenance) {
		String archive = this.content.write(Networks.archive(model));
		return this.models.publish(name, archive, model.architecture(), provenance).reference();
	}

	/** Sends JSON; returns the JSON of an answer with the given status. */
	public JsonNode post(int status, String path, String body) {
		HttpResponse<String> response = send(path, body, "application/json", HttpResponse.BodyHandlers.ofString());
		if (response.statusCode() != status) {
			throw new AssertionError("%d instead of %d: %s".formatted(response.statusCode(), status, response.body()));
		}
		return JSON.readTree(response.body());
	}

	/** Reads JSON. */
	public JsonNode json(String text) {
		return JSON.readTree(text);
	}

	/** Sends JSON; returns the events of the answer. */
	public List<Event> stream(String path, String body) {
		String text = send(path, body, "text/event-stream", HttpResponse.BodyHandlers.ofString()).body();
		List<Event> events = new ArrayList<>();
		for (String block : text.split("\n\n")) {
			if (!block.startsWith(":")) {
				String[] lines = block.split("\n");
				events.add(new Event(after("event: ", lines[0]), JSON.readTree(after("data: ", lines[1]))));
			}
		}
		return events;
	}

	/** Sends JSON; returns the answer when its headers are there. */
	public HttpResponse<InputStream> open(String path, String body, String accept) {
		return send(path, body, accept, HttpResponse.BodyHandlers.ofInputStream());
	}

	/** Sends a request with any body, or none. */
	public HttpResponse<byte[]> send(String method, String path, String type, byte[] body) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.header("Content-Type", type)
			.method(method, HttpRequest.BodyPublishers.ofByteArray(body))
			.build();
		try {
			return this.client.send(request, HttpResponse.BodyHandlers.ofByteArray());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private <T> HttpResponse<T> send(String path, String body, String accept, HttpResponse.BodyHandler<T> handler) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.header("Content-Type", "application/json")
			.header("Accept", accept)
			.POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
			.build();
		try {
			return this.client.send(request, handler);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String after(String prefix, String line) {
		if (!line.startsWith(prefix)) {
			throw new AssertionError("\"%s\" should begin with \"%s\"".formatted(line, prefix));
		}
		return line.substring(prefix.length());
	}

	/**
	 * A server-sent event.
	 *
	 * @param name its type
	 * @param data its data
	 */
	public record Event(String name, JsonNode data) {
	}

}
