package io.charrnn.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** SIGTERM while much is going on. */
@Timeout(600)
class StopIT {

	private static final int STREAMS = 50;

	private static final Duration EXIT_LIMIT = Duration.ofSeconds(5);

	private static final Duration LIMIT = Duration.ofSeconds(180);

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Set<CompletableFuture<String>> begun = ConcurrentHashMap.newKeySet();

	@Test
	void endsStreamsProperlyAndHandsTheJobBack(@TempDir Path folder) throws Exception {
		String job;
		long iteration;
		try (ServiceProcess service = ServiceProcess.start(folder)) {
			String corpus = ServiceProcess
				.body(service.postText("/api/v1/corpora?name=abc", "abcabcabd".repeat(200)), 201)
				.get("id")
				.asString();
			await(service, train(service, corpus, 20), "succeeded");
			job = train(service, corpus, 100_000_000);
			await(service, job, "running");
			List<CompletableFuture<String>> streams = new ArrayList<>();
			for (int index = 0; index < STREAMS; index++) {
				streams.add(stream(service, "/api/v1/models/abc:1/generations",
						BodyPublishers.ofString("{\"stream\": true, \"maxCharacters\": 100000, \"n\": 4}")));
			}
			streams.add(stream(service, "/api/v1/training-jobs/" + job + "/events", null));
			streams.forEach((stream) -> Awaitility.await().atMost(LIMIT).until(() -> this.begun.contains(stream)));
			long askedAt = System.nanoTime();
			Process process = service.terminate();
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			Duration exit = Duration.ofNanos(System.nanoTime() - askedAt);
			System.out.printf("faults: stop with %d streams and a job: exit after %d ms%n", streams.size(),
					exit.toMillis());
			for (CompletableFuture<String> stream : streams) {
				assertThat(lastEvent(stream.get(10, TimeUnit.SECONDS))).satisfiesAnyOf(
						(last) -> assertThat(last).startsWith("event: error").contains(":stopping"),
						(last) -> assertThat(last).startsWith("event: usage"),
						(last) -> assertThat(last).startsWith("event: end").contains("stopping"));
			}
			assertThat(exit).isLessThan(EXIT_LIMIT);
		}
		try (ServiceProcess service = ServiceProcess.start(folder)) {
			iteration = service.json("/api/v1/training-jobs/" + job).at("/progress/iteration").asLong();
			assertThat(iteration).isPositive();
			Awaitility.await("progress")
				.atMost(LIMIT)
				.until(() -> service.json("/api/v1/training-jobs/" + job)
					.at("/progress/iteration")
					.asLong() > iteration);
		}
	}

	private CompletableFuture<String> stream(ServiceProcess service, String path,
			HttpRequest.@Nullable BodyPublisher body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(service.uri().resolve(path));
		if (body != null) {
			request.header("Content-Type", "application/json").POST(body);
		}
		CompletableFuture<String> text = new CompletableFuture<>();
		this.http.sendAsync(request.build(), BodyHandlers.ofInputStream()).thenAcceptAsync((response) -> {
			this.begun.add(text);
			read(response, text);
		}, (work) -> new Thread(work).start()).exceptionally((failure) -> {
			text.completeExceptionally(failure);
			return null;
		});
		return text;
	}

	private static void read(HttpResponse<InputStream> response, CompletableFuture<String> text) {
		try (InputStream in = response.body()) {
			text.complete(new String(in.readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			text.completeExceptionally(ex);
		}
	}

	private static String lastEvent(String stream) {
		String[] events = stream.strip().split("\n\n");
		return events[events.length - 1];
	}

	private static String train(ServiceProcess service, String corpus, long iterations) throws Exception {
		return ServiceProcess.body(service.postJson("/api/v1/training-jobs", """
				{"corpus": "%s", "model": "abc", "hyperparameters": {"layers": 1, "hiddenSize": 16,
				 "batchSize": 4, "sequenceLength": 10, "maxIterations": %d}}""".formatted(corpus, iterations)), 202)
			.get("id")
			.asString();
	}

	private static JsonNode await(ServiceProcess service, String job, String status) {
		return Awaitility.await(job + " " + status)
			.atMost(LIMIT)
			.until(() -> service.json("/api/v1/training-jobs/" + job),
					(json) -> json.get("status").asString().equals(status));
	}

}
