package io.charrnn.bench.serving;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request whose answer is always the same.
 *
 * @param path where it goes
 * @param accept the kind of answer that is wanted
 * @param body JSON
 */
record SeededRequest(String path, String accept, String body) {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String EVENTS = "text/event-stream";

	/** For objects with two members. */
	private static final String SCHEMA = "{\"type\": \"object\", \"required\": [\"name\", \"ages\"], \"properties\": {"
			+ "\"name\": {\"type\": \"string\", \"maxLength\": 20}, \"ages\": {\"type\": \"array\", "
			+ "\"items\": {\"type\": \"integer\", \"minimum\": 0, \"maximum\": 130}, \"minItems\": 1, \"maxItems\": 9}}}";

	/** Requests of all kinds for a model that knows the characters of JSON. */
	static List<SeededRequest> of(String model) {
		String path = "/api/v1/models/" + model;
		List<SeededRequest> requests = new ArrayList<>();
		for (int number = 0; number < 12; number++) {
			String prompt = "Each light y".repeat(number);
			requests.add(json(path + "/predictions",
					"{\"text\": \"%s\", \"top\": 9, \"length\": %d}".formatted(prompt, 1 + number % 3)));
			requests.add(json(path + "/scores", "{\"text\": \"AB%s\"}".formatted(prompt.repeat(1 + number % 4))));
			requests.add(json(path + "/generations",
					"{\"prompt\": \"%s\", \"maxCharacters\": %d, \"seed\": %d, \"n\": %d}".formatted(prompt,
							20 + 30 * number, number, 1 + number)));
			requests.add(json(path + "/generations",
					("{\"prompt\": \"%s\", \"maxCharacters\": 100, \"seed\": %d, \"bestOf\": 4, "
							+ "\"logProbabilities\": 2, \"topP\": 0.9, \"repetitionPenalty\": 1.2, \"penaltyWindow\": 40, "
							+ "\"noRepeatNgramSize\": 8}")
						.formatted(prompt, number)));
			requests.add(json(path + "/generations",
					"{\"prompt\": \"%s\", \"maxCharacters\": 200, \"seed\": %d, \"n\": 4, \"jsonSchema\": %s}".formatted(prompt,
							number, SCHEMA)));
			requests.add(json(path + "/generations",
					("{\"prompt\": \"%s\", \"maxCharacters\": 90, \"seed\": %d, \"n\": 3, "
							+ "\"choices\": [\"red\", \"green\", \"greenish\", \"blue\"]}")
						.formatted(prompt, number)));
			requests.add(json("/v1/completions",
					("{\"model\": \"%s\", \"prompt\": [\"%s\", \"A\", \"Bb\"], \"max_tokens\": 60, \"seed\": %d, \"n\": 2, "
							+ "\"echo\": true, \"guided_regex\": \"[A-F][a-z]{2,9}( [a-z]+){1,5}\"}")
						.formatted(model, prompt, number)));
			requests.add(new SeededRequest(path + "/generations", EVENTS,
					"{\"prompt\": \"%s\", \"maxCharacters\": %d, \"seed\": %d, \"n\": 3, \"temperature\": 0.7}"
						.formatted(prompt, 200 * number + 1, number)));
		}
		return requests;
	}

	private static SeededRequest json(String path, String body) {
		return new SeededRequest(path, "application/json", body);
	}

	/**
	 * Sends it.
	 * @return what must be the same each time, or null if the service was too busy
	 * @throws IOException if there is another answer than 200 or 503
	 */
	@Nullable String send(HttpClient client, int port) throws IOException, InterruptedException {
		HttpResponse<String> response = client.send(HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, this.path)))
			.timeout(Duration.ofMinutes(5))
			.header("Content-Type", "application/json")
			.header("Accept", this.accept)
			.POST(HttpRequest.BodyPublishers.ofString(this.body))
			.build(), HttpResponse.BodyHandlers.ofString());
		if (response.statusCode() == 503) {
			return null;
		}
		if (response.statusCode() != 200) {
			throw new IOException("%d %s".formatted(response.statusCode(), response.body()));
		}
		return this.accept.equals(EVENTS) ? texts(response.body()) : withoutTimings(response.body());
	}

	private static String withoutTimings(String body) {
		ObjectNode answer = (ObjectNode) JSON.readTree(body);
		answer.remove(List.of("timings", "id", "created"));
		return answer.toString();
	}

	/** The parts of each text put together, and how each ended. */
	private static String texts(String events) throws IOException {
		StringBuilder[] texts = { new StringBuilder(), new StringBuilder(), new StringBuilder() };
		boolean complete = false;
		for (String event : events.split("\n\n")) {
			int at = event.indexOf("\ndata: ");
			if (at < 0) {
				continue;
			}
			JsonNode data = JSON.readTree(event.substring(at + 7));
			if (event.startsWith("event: text")) {
				texts[data.get("index").asInt()].append(data.get("text").asString());
			}
			else if (event.startsWith("event: done")) {
				texts[data.get("index").asInt()].append(data);
			}
			else if (event.startsWith("event: usage")) {
				complete = true;
			}
			else {
				throw new IOException(event);
			}
		}
		if (!complete) {
			throw new IOException("the stream ended without its usage");
		}
		return String.join("\n", texts);
	}

}
