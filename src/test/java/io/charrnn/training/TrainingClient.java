package io.charrnn.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.charrnn.testing.ApiSchemas;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Talks to the service under test as any client would. */
public final class TrainingClient {

	/** Learns in an instant with {@link FakeEngine}. */
	public static final String TINY = "\"cell\": \"LSTM\", \"layers\": 1, \"hiddenSize\": 8, \"batchSize\": 4, "
			+ "\"sequenceLength\": 8, \"validateEvery\": 1000000";

	private static final String JOBS = "/api/v1/training-jobs";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/** By the address of a service. */
	private static final Map<String, ApiSchemas> SCHEMAS = new ConcurrentHashMap<>();

	private final HttpClient http = HttpClient.newHttpClient();

	private final JsonMapper json = new JsonMapper();

	private final String server;

	public TrainingClient(int port) {
		this.server = "http://127.0.0.1:" + port;
	}

	/** Uploads a text and returns the corpus's id. */
	public String upload(String text) {
		HttpRequest request = request("/api/v1/corpora?name=text").header("Content-Type", "text/plain")
			.POST(BodyPublishers.ofString(text))
			.build();
		HttpResponse<String> response = exchange(request, BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
		return this.json.readTree(response.body()).get("id").asString();
	}

	/** Uploads what becomes documents, and gives the answer. */
	public HttpResponse<String> upload(String query, String type, String body) {
		return exchange(request("/api/v1/corpora?" + query).header("Content-Type", type)
			.POST(BodyPublishers.ofString(body))
			.build(), BodyHandlers.ofString());
	}

	/** Asks for a job. */
	public HttpResponse<String> submit(String body) {
		return post(JOBS, body);
	}

	/**
	 * Asks for a job of the fake engine, which must be taken.
	 * @param corpus what to learn from
	 * @param hyperparameters members of the object, beside {@link #TINY}
	 * @return the job's id
	 */
	public String train(String corpus, String hyperparameters) {
		HttpResponse<String> response = submit("""
				{"corpus": "%s", "model": "tested", "engine": "fake", "hyperparameters": {%s, %s}}""".formatted(corpus,
				TINY, hyperparameters));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
		return this.json.readTree(response.body()).get("id").asString();
	}

	public HttpResponse<String> post(String path, String body) {
		return exchange(
				request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build(),
				BodyHandlers.ofString());
	}

	public HttpResponse<String> patch(String path, String body) {
		return exchange(request(path).header("Content-Type", "application/json")
			.method("PATCH", BodyPublishers.ofString(body))
			.build(), BodyHandlers.ofString());
	}

	/** Pauses, resumes or cancels a job. */
	public HttpResponse<String> change(String job, String action) {
		return exchange(request(JOBS + "/" + job + "/" + action).POST(BodyPublishers.noBody()).build(),
				BodyHandlers.ofString());
	}

	public HttpResponse<String> delete(String path) {
		return exchange(request(path).DELETE().build(), BodyHandlers.ofString());
	}

	public HttpResponse<String> deleteJob(String job) {
		return delete(JOBS + "/" + job);
	}

	public HttpResponse<String> get(String path, String... headers) {
		HttpRequest.Builder request = request(path);
		if (headers.length > 0) {
			request.headers(headers);
		}
		return exchange(request.build(), BodyHandlers.ofString());
	}

	/** Deletes all jobs, whatever becomes of those that have not ended. */
	public void deleteJobs() {
		for (JsonNode job : read(JOBS + "?limit=500").get("items")) {
			String id = job.get("id").asString();
			change(id, "cancel");
			Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
				HttpResponse<String> deleted = deleteJob(id);
				assertThat(deleted.statusCode()).as(deleted.body()).isEqualTo(204);
			});
		}
	}

	/** The JSON of something that is there. */
	public JsonNode read(String path) {
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return this.json.readTree(response.body());
	}

	public JsonNode readJob(String job) {
		return read(JOBS + "/" + job);
	}

	public JsonNode readOfJob(String job, String what) {
		return read(JOBS + "/" + job + "/" + what);
	}

	public JsonNode parse(HttpResponse<String> response) {
		return this.json.readTree(response.body());
	}

	/** Waits until a job has a status, and returns the job. */
	public JsonNode await(String job, String status) {
		return Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> readJob(job), (read) -> read.get("status").asString().equals(status));
	}

	/** Waits until a job has done some iterations. */
	public JsonNode awaitIteration(String job, long iteration) {
		return Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> readJob(job), (read) -> read.at("/progress/iteration").asLong() >= iteration);
	}

	/** Opens a job's stream of events. */
	public HttpResponse<InputStream> events(String job, String query, String... headers) {
		HttpRequest.Builder request = request(JOBS + "/" + job + "/events" + query).header("Accept",
				"text/event-stream");
		return exchange((headers.length > 0) ? request.headers(headers).build() : request.build(),
				BodyHandlers.ofInputStream());
	}

	/** Opens the stream of all jobs' events. */
	public HttpResponse<InputStream> allEvents(String... headers) {
		return exchange(request("/api/v1/events").headers(headers).build(), BodyHandlers.ofInputStream());
	}

	/** Reads the job's events until the server ends the stream. */
	public List<ServerEvent> readEvents(String job, String query, String... headers) {
		HttpResponse<InputStream> response = events(job, query, headers);
		assertThat(response.statusCode()).isEqualTo(200);
		return ServerEvent.readAll(response.body());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.server + path)).timeout(PATIENCE);
	}

	/** Whatever is answered must be as the API's document says. */
	private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler) {
		HttpResponse<T> response = send(request, handler);
		String type = response.headers().firstValue("Content-Type").orElse("");
		if (response.body() instanceof String body && type.contains("json")
				&& !request.uri().getPath().startsWith("/v3/")) {
			assertThat(schemas().errors(request.method(), request.uri().getPath(), response.statusCode(), type,
					this.json.readTree(body)))
				.isEmpty();
		}
		return response;
	}

	private ApiSchemas schemas() {
		return SCHEMAS.computeIfAbsent(this.server, (key) -> new ApiSchemas(
				this.json.readTree(send(request("/v3/api-docs").build(), BodyHandlers.ofString()).body())));
	}

	private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
		try {
			return this.http.send(request, handler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
