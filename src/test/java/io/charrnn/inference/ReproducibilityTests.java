package io.charrnn.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.charrnn.content.ContentStore;
import io.charrnn.model.Cell;
import io.charrnn.registry.Models;
import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends requests of all kinds with seeds, one by one and then many at a time:
 * {@code bench/serving-mixed} does the same for minutes.
 */
@ServiceTest
class ReproducibilityTests {

	private static final int CLIENTS = 48;

	private static final int ROUNDS = 4;

	private InferenceClient client;

	private final List<String> paths = new ArrayList<>();

	@BeforeEach
	void publish(@LocalServerPort int port, @Autowired Models models, @Autowired ContentStore content) {
		this.client = new InferenceClient(port, models, content);
		for (Cell cell : Cell.values()) {
			this.paths
				.add("/api/v1/models/" + this.client.publish("reproduced", Networks.random(cell, 2, 40, "abcdef\n")));
		}
	}

	@Test
	void textsWrittenAtTheSameTimeAreThoseWrittenAlone() throws Exception {
		List<Callable<JsonNode>> requests = new ArrayList<>();
		for (int number = 0; number < CLIENTS; number++) {
			requests.add(request(number));
		}
		List<JsonNode> alone = new ArrayList<>();
		for (Callable<JsonNode> request : requests) {
			alone.add(request.call());
		}
		ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
		try {
			for (int round = 0; round < ROUNDS; round++) {
				List<Future<JsonNode>> together = threads.invokeAll(requests);
				for (int number = 0; number < CLIENTS; number++) {
					assertThat(together.get(number).get()).as("request " + number).isEqualTo(alone.get(number));
				}
			}
		}
		finally {
			threads.shutdown();
		}
	}

	private Callable<JsonNode> request(int number) {
		String path = this.paths.get(number % this.paths.size());
		String prompt = "abcdefbadcafe\\n".repeat(number % 5);
		return switch (number % 4) {
			case 0 -> () -> this.client.post(200, path + "/predictions",
					"{\"text\": \"%s\", \"top\": 7, \"length\": 2}".formatted(prompt));
			case 1 -> () -> this.client.post(200, path + "/scores", "{\"text\": \"fade%s\"}".formatted(prompt));
			case 2 -> () -> this.client
				.stream(path + "/generations",
						"{\"prompt\": \"%s\", \"maxCharacters\": %d, \"seed\": %d, \"topP\": 0.9}".formatted(prompt,
								100 + number, number))
				.stream()
				.filter((event) -> event.name().equals("text"))
				.map(InferenceClient.Event::data)
				.reduce(this.client.json("{\"text\": \"\"}"), (before, part) -> this.client.json("{\"text\": \"%s\"}"
					.formatted((before.get("text").asString() + part.get("text").asString()).replace("\n", "\\n"))));
			default -> () -> this.client
				.post(200, path + "/generations",
						"{\"prompt\": \"%s\", \"maxCharacters\": %d, \"seed\": %d, \"n\": 16, \"logProbabilities\": 2}"
							.formatted(prompt, 50 + number, number))
				.get("generations");
		};
	}

}
