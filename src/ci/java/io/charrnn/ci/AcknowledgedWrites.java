package io.charrnn.ci;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.charrnn.process.ServiceProcess;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that write without a pause and remember what the service said it has done. What
 * it was doing when it was killed may be done or not.
 */
final class AcknowledgedWrites {

	private static final String PIECE = "The quick brown fox ";

	/** Pieces that are read again in one call. */
	private static final int AT_ONCE = 1000;

	/** By id, their SHA-256. */
	private final Map<String, String> corpora = new ConcurrentHashMap<>();

	private final Deque<String> deletable = new ArrayDeque<>();

	private final Set<String> deleted = ConcurrentHashMap.newKeySet();

	private final Set<String> jobs = ConcurrentHashMap.newKeySet();

	/** By id, the pieces that they have read. */
	private final Map<String, Long> sessions = new ConcurrentHashMap<>();

	private long writes;

	/** Begins a session, which is fed from then on. */
	void beginSession(ServiceProcess service, String model) throws Exception {
		this.sessions.put(ServiceProcess.body(service.postJson("/api/v1/models/" + model + "/sessions", "{}"), 201)
			.get("id")
			.asString(), 0L);
	}

	/** Writes until the service does not answer any more. */
	void writeUntilKilled(ServiceProcess service, String corpus, Callable<?> kill) throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(3);
		try {
			var running = List.of(clients.submit(() -> untilKilled(() -> upload(service))),
					clients.submit(() -> untilKilled(() -> feed(service))),
					clients.submit(() -> untilKilled(() -> submit(service, corpus))));
			kill.call();
			for (var client : running) {
				this.writes += client.get();
			}
		}
		finally {
			clients.shutdownNow();
		}
	}

	/** The writes that were acknowledged. */
	long count() {
		return this.writes;
	}

	private static long untilKilled(Callable<Boolean> write) throws Exception {
		long done = 0;
		try {
			while (write.call()) {
				done++;
			}
			return done + 1;
		}
		catch (IOException ex) {
			return done;
		}
	}

	private boolean upload(ServiceProcess service) throws Exception {
		int number = this.corpora.size() + this.deleted.size();
		String text = "text %d ".formatted(number).repeat(20 + number * 37 % 5000);
		JsonNode made = ServiceProcess.body(service.postText("/api/v1/corpora?name=text", text), 201);
		this.corpora.put(made.get("id").asString(), made.get("sha256").asString());
		this.deletable.add(made.get("id").asString());
		if (this.deletable.size() > 3) {
			String id = this.deletable.remove();
			// Whether it is there is not known until the service has answered.
			this.corpora.remove(id);
			assertThat(service.delete("/api/v1/corpora/" + id).statusCode()).isEqualTo(204);
			this.deleted.add(id);
		}
		return true;
	}

	private boolean feed(ServiceProcess service) throws Exception {
		for (String session : this.sessions.keySet()) {
			JsonNode fed = ServiceProcess.body(service.postJson("/api/v1/sessions/" + session + "/characters",
					"{\"text\": \"%s\"}".formatted(PIECE)), 200);
			this.sessions.put(session, fed.at("/session/position").asLong() / PIECE.length());
		}
		return true;
	}

	/** One job a round, since jobs take longer than a round. */
	private boolean submit(ServiceProcess service, String corpus) throws Exception {
		this.jobs.add(Replicas.train(service, corpus, 20));
		return false;
	}

	/** Checks what can be checked at once. */
	void assertKept(ServiceProcess service) throws Exception {
		Set<String> listed = new HashSet<>();
		JsonNode page = service.json("/api/v1/corpora?limit=500");
		page.get("items").forEach((corpus) -> listed.add(corpus.get("id") + " " + corpus.get("sha256")));
		assertThat(page.get("next").isNull()).isTrue();
		this.corpora.forEach((id, sha256) -> assertThat(listed).contains("\"%s\" \"%s\"".formatted(id, sha256)));
		for (String id : this.deleted) {
			assertThat(service.get("/api/v1/corpora/" + id).statusCode()).isEqualTo(404);
		}
		this.deleted.clear();
		for (Map.Entry<String, Long> session : this.sessions.entrySet()) {
			long position = service.json("/api/v1/sessions/" + session.getKey()).get("position").asLong();
			assertThat(position % PIECE.length()).isZero();
			long pieces = position / PIECE.length();
			assertThat(pieces).isBetween(session.getValue(), session.getValue() + 1);
			session.setValue(pieces);
		}
	}

	/** Checks that texts are whole, jobs end, and states are what their texts lead to. */
	void assertWhole(ServiceProcess service, String model, Duration limit) throws Exception {
		for (String id : this.corpora.keySet()) {
			JsonNode corpus = service.json("/api/v1/corpora/" + id);
			String text = service.get("/api/v1/corpora/" + id + "/text?characters=" + corpus.get("characters").asLong())
				.body();
			assertThat(text).hasSize(corpus.get("characters").asInt()).startsWith("text ");
		}
		for (String job : this.jobs) {
			Replicas.awaitStatus(service, job, "succeeded", limit);
		}
		for (Map.Entry<String, Long> session : this.sessions.entrySet()) {
			String fresh = ServiceProcess.body(service.postJson("/api/v1/models/" + model + "/sessions", "{}"), 201)
				.get("id")
				.asString();
			for (long left = session.getValue(); left > 0; left -= AT_ONCE) {
				String text = PIECE.repeat((int) Math.min(left, AT_ONCE));
				ServiceProcess.body(service.postJson("/api/v1/sessions/" + fresh + "/characters",
						"{\"text\": \"%s\"}".formatted(text)), 200);
			}
			assertThat(service.json("/api/v1/sessions/" + session.getKey() + "/state"))
				.isEqualTo(service.json("/api/v1/sessions/" + fresh + "/state"));
		}
		Awaitility.await("readiness")
			.atMost(Replicas.LIMIT)
			.until(() -> service.get("/actuator/health/readiness").statusCode() == 200);
	}

}
