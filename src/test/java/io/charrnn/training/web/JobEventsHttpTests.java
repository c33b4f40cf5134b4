package io.charrnn.training.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.charrnn.training.ServerEvent;
import io.charrnn.training.TrainingClient;
import io.charrnn.training.TrainingTest;
import io.charrnn.training.stream.EventStreams;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@TrainingTest
class JobEventsHttpTests {

	private static final String TEXT = "she sells sea shells by the sea shore; ".repeat(20);

	@LocalServerPort
	private int port;

	@Autowired
	private EventStreams streams;

	private TrainingClient client;

	@BeforeEach
	void connect() {
		this.client = new TrainingClient(this.port);
	}

	@Test
	void streamsAllEventsUntilTheJobHasEnded() {
		String job = this.client.train(this.client.upload(TEXT), "\"maxIterations\": 60, \"checkpointEvery\": 20");
		List<ServerEvent> events = this.client.readEvents(job, "");
		assertThat(events).extracting(ServerEvent::type).contains("metrics", "sample", "checkpoint", "status");
		assertThat(events).extracting((event) -> Long.parseLong(event.id())).isSorted().doesNotHaveDuplicates();
		ServerEvent last = events.get(events.size() - 1);
		assertThat(last.type()).isEqualTo("status");
		assertThat(last.data().get("status").asString()).isEqualTo("succeeded");
		assertThat(last.data().get("id").asString()).isEqualTo(job);
		List<ServerEvent> metrics = events.stream().filter((event) -> event.type().equals("metrics")).toList();
		assertThat(metrics).extracting((event) -> event.data().get("iteration").asLong()).contains(20L, 40L, 60L);
		assertThat(metrics.get(metrics.size() - 1).data().at("/progress/fraction").asDouble()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "Last-Event-ID,", ", ?lastEventId=" })
	void goesOnAfterTheLastEventThatTheClientKnows(@Nullable String header, @Nullable String query) {
		String job = this.client.train(this.client.upload(TEXT), "\"maxIterations\": 60, \"checkpointEvery\": 20");
		this.client.await(job, "succeeded");
		List<ServerEvent> all = this.client.readEvents(job, "");
		String known = all.get(2).id();
		List<ServerEvent> rest = (header != null) ? this.client.readEvents(job, "", header, known)
				: this.client.readEvents(job, query + known);
		assertThat(rest).isEqualTo(all.subList(3, all.size()));
	}

	@Test
	void hasNothingToStreamAfterTheLastEvent() {
		String job = this.client.train(this.client.upload(TEXT), "\"maxIterations\": 5");
		this.client.await(job, "succeeded");
		List<ServerEvent> all = this.client.readEvents(job, "");
		HttpResponse<InputStream> response = this.client.events(job, "", "Last-Event-ID", all.get(all.size() - 1).id());
		assertThat(response.statusCode()).isEqualTo(204);
	}

	@Test
	void refusesEventIdsThatAreNoNumbers() {
		String job = this.client.train(this.client.upload(TEXT), "\"maxIterations\": 5");
		assertThat(this.client.events(job, "?lastEventId=first").statusCode()).isEqualTo(400);
		this.client.await(job, "succeeded");
	}

	@Test
	void tellsOfPauseAndResume() throws IOException {
		String job = this.client.train(this.client.upload(TEXT), "\"maxIterations\": 1000000000");
		try (BufferedReader reader = reader(this.client.events(job, ""))) {
			awaitStatus(reader, "running");
			this.client.change(job, "pause");
			awaitStatus(reader, "paused");
			this.client.change(job, "resume");
			awaitStatus(reader, "running");
			this.client.change(job, "cancel");
			awaitStatus(reader, "cancelled");
			assertThat(ServerEvent.read(reader)).isNull();
		}
	}

	@Test
	void freesTheStreamsOfClientsThatAreGone() throws IOException {
		String job = this.client.train(this.client.upload(TEXT), "\"maxIterations\": 1000000000");
		try (BufferedReader reader = reader(this.client.events(job, ""))) {
			awaitStatus(reader, "running");
			assertThat(this.streams.count()).isPositive();
		}
		await().until(() -> this.streams.count() == 0);
		this.client.change(job, "cancel");
		this.client.await(job, "cancelled");
	}

	private static BufferedReader reader(HttpResponse<InputStream> response) {
		return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
	}

	private static void awaitStatus(BufferedReader reader, String status) throws IOException {
		for (ServerEvent event = ServerEvent.read(reader); event != null; event = ServerEvent.read(reader)) {
			if (event.type().equals("status") && event.data().get("status").asString().equals(status)) {
				return;
			}
		}
		throw new AssertionError("the stream ended without an event with status " + status);
	}

}
