package io.charrnn.training.webhook;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.charrnn.training.ServerEvent;
import io.charrnn.training.TrainingClient;
import io.charrnn.training.TrainingTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is told of a job to who does not ask for it. */
@TrainingTest
class WebhooksTests {

	private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

	private static final BlockingQueue<Delivered> DELIVERED = new LinkedBlockingQueue<>();

	/** Those that came once. */
	private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

	private static final HttpServer RECEIVER = receiver();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void receive(DynamicPropertyRegistry properties) {
		properties.add("charrnn.training.webhooks.workspaces.default.url",
				() -> "http://127.0.0.1:" + RECEIVER.getAddress().getPort() + "/hook");
		properties.add("charrnn.training.webhooks.workspaces.default.secret", () -> SECRET);
		properties.add("charrnn.training.webhooks.allow-private-addresses", () -> "true");
		properties.add("charrnn.training.webhooks.retries", () -> "0s,0s");
	}

	private static HttpServer receiver() {
		try {
			HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			receiver.createContext("/", WebhooksTests::take);
			receiver.start();
			return receiver;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@AfterAll
	static void stop() {
		RECEIVER.stop(0);
	}

	/** Takes everything at the second attempt. */
	private static void take(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		DELIVERED.add(new Delivered(exchange.getRequestHeaders().getFirst("webhook-id"),
				exchange.getRequestHeaders().getFirst("webhook-timestamp"),
				exchange.getRequestHeaders().getFirst("webhook-signature"), body));
		exchange.sendResponseHeaders(SEEN.add(body) ? 500 : 204, -1);
		exchange.close();
	}

	@Test
	void tellsAJobsEndUntilItIsTaken() throws Exception {
		TrainingClient client = new TrainingClient(this.port);
		String job = client.train(client.upload("she sells sea shells; ".repeat(40)), "\"maxIterations\": 5");
		Delivered refused = next(job);
		Delivered taken = next(job);
		assertThat(taken.id()).isEqualTo(refused.id()).startsWith("msg_");
		assertThat(taken.signature())
			.isEqualTo(WebhookSecret.of(SECRET).sign(taken.id(), Long.parseLong(taken.seconds()), taken.body()));
		JsonNode told = new JsonMapper().readTree(taken.body());
		assertThat(told.get("type").asString()).isEqualTo("training_job.succeeded");
		assertThat(told.get("data")).isEqualTo(client.readJob(job));
	}

	private static Delivered next(String job) throws InterruptedException {
		Delivered next;
		do {
			next = Objects.requireNonNull(DELIVERED.poll(60, TimeUnit.SECONDS));
		}
		while (!next.body().contains(job));
		return next;
	}

	@Test
	void streamsWhatChangesInTheWorkspace() throws Exception {
		TrainingClient client = new TrainingClient(this.port);
		String job = client.train(client.upload("she sells sea shells; ".repeat(40)), "\"maxIterations\": 5");
		client.await(job, "succeeded");
		HttpResponse<InputStream> stream = client.allEvents("Last-Event-ID", "0");
		try (BufferedReader events = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
			JsonNode told;
			do {
				told = Objects.requireNonNull(ServerEvent.read(events)).data();
			}
			while (!told.get("id").asString().equals(job));
			assertThat(told).isEqualTo(client.readJob(job));
		}
	}

	/**
	 * What was received.
	 *
	 * @param id of the message
	 * @param seconds of the attempt
	 * @param signature of both and the body
	 * @param body JSON
	 */
	private record Delivered(String id, String seconds, String signature, String body) {
	}

}
