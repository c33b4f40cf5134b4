package io.charrnn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

import io.charrnn.testing.EarlierData;
import io.charrnn.testing.TemporaryDataDirectory;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** What other releases stored, this one reads through its API. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = EarlierData.class)
@Tag(TemporaryDataDirectory.TAG)
@TestMethodOrder(MethodOrderer.Random.class)
class EarlierDataTests {

	private static final String CORPUS = "corpus_2f5c37366c1d412592e6b6d89db82f1a";

	private static final String TRAINED = "job_b29e0066a90447418d2e7e56c8488e4a";

	private static final String PAUSED = "job_feb924bfa68147f08e168c1170cbcd2a";

	private static final String FAILED = "job_ffffffffffffffffffffffffffffffff";

	private static final String CHECKPOINT = "checkpoint_235698662b6f411c8675b0d1f3c10f8f";

	private static final String SESSION = "session_38ce79b6c46c4e11a7e012b6a9cc6294";

	private static final JsonMapper JSON = new JsonMapper();

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient jdbc;

	@ParameterizedTest
	@CsvSource({ "/api/v1/corpora, items, 1", "/api/v1/training-jobs, items, 4",
			"/api/v1/training-jobs?status=succeeded, items, 2", "/api/v1/models, items, 2",
			"/api/v1/models?name=greeter, items, 1", "/api/v1/keys, items, 1",
			"/api/v1/training-jobs/" + TRAINED + "/checkpoints, items, 1",
			"/api/v1/training-jobs/" + TRAINED + "/samples, items, 4",
			"/api/v1/training-jobs/" + TRAINED + "/metrics, items, 5",
			"/api/v1/training-jobs/" + TRAINED + "/curves, points, 5", "/v1/models, data, 4", "/v1/files, data, 1",
			"/v1/fine_tuning/jobs, data, 4" })
	void lists(String path, String list, int rows) {
		assertThat(get(path).path(list)).hasSize(rows);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/v1/corpora/" + CORPUS, "/api/v1/training-jobs/" + TRAINED,
			"/api/v1/training-jobs/" + PAUSED, "/api/v1/models/greeter:1", "/api/v1/models/" + CHECKPOINT,
			"/api/v1/sessions/" + SESSION, "/v1/fine_tuning/jobs/" + TRAINED, "/v1/fine_tuning/jobs/" + FAILED })
	void shows(String path) {
		assertThat(get(path).isEmpty()).isFalse();
	}

	@Test
	void keepsWhatWasSaid() {
		assertThat(get("/api/v1/training-jobs/" + FAILED).at("/error/type").asString())
			.isEqualTo("urn:char-rnn:problem:training-diverged");
		assertThat(get("/api/v1/training-jobs/" + TRAINED).at("/hyperparameters/gradientClip/type").asString())
			.isEqualTo("element");
		assertThat(get("/api/v1/training-jobs/" + TRAINED).path("lossExpectation")).hasSize(6);
		assertThat(get("/v1/fine_tuning/jobs/job_4c12c6d89a054e0da6ac6229b8f57d84").at("/metadata/who").asString())
			.isEqualTo("ada");
		assertThat(send("GET", "/api/v1/corpora/" + CORPUS + "/text?characters=11", "").body())
			.isEqualTo("hello world");
		assertThat(send("GET", "/api/v1/training-jobs/" + TRAINED + "/events", "").body()).contains("event: metrics",
				"event: sample", "event: checkpoint", "\"status\":\"succeeded\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/v1/models/greeter/predictions", "/api/v1/models/tuned:1/predictions",
			"/api/v1/models/" + CHECKPOINT + "/predictions" })
	void predictsWithModels(String path) {
		HttpResponse<String> response = send("POST", path, "{\"text\": \"hello\"}");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
	}

	@Test
	void predictsFromWhatASessionLearned() {
		HttpResponse<String> response = send("POST", "/api/v1/sessions/" + SESSION + "/predictions", "{}");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
	}

	@Test
	void goesOnWithAPausedJob() {
		String job = "/api/v1/training-jobs/" + PAUSED;
		int before = get(job).at("/progress/iteration").asInt();
		assertThat(send("POST", job + "/resume", "").statusCode()).isEqualTo(202);
		await().until(() -> get(job).at("/progress/iteration").asInt() > before);
		assertThat(send("POST", job + "/cancel", "").statusCode()).isEqualTo(202);
		await().until(() -> get(job).path("status").asString().equals("cancelled"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/v1/training-jobs", "/api/v1/training-jobs/" + TRAINED, "/v1/fine_tuning/jobs",
			"/v1/fine_tuning/jobs/job_4c12c6d89a054e0da6ac6229b8f57d84", "/api/v1/models", "/api/v1/models/greeter:1",
			"/api/v1/models/" + CHECKPOINT, "/api/v1/sessions/" + SESSION, "/api/v1/keys" })
	void readsWhatALaterReleaseStored(String path) {
		for (String column : List.of("training_job.hyperparameters", "model_version.architecture",
				"model_version.provenance", "checkpoint.provenance")) {
			replace(column, "{", "{\"later\":{\"a\":[1]},", column + " NOT LIKE '%later%'");
		}
		replace("training_job.loss_expectation", "{", "{\"later\":1,", "loss_expectation NOT LIKE '%later%'");
		replace("training_job.hyperparameters", "\"float32\"", "\"float8\"");
		replace("training_job.hyperparameters", "\"step\"", "\"oneCycle\"");
		replace("training_job.hyperparameters", "\"weightDecay\":0.1,", "");
		replace("model_version.provenance", "\"precision\":\"float32\",", "");
		replace("model_version.precision", "FLOAT32", "FLOAT8");
		replace("session_mark.cause", "LEARNED", "REVISED");
		replace("api_key.scopes", "admin", "admin search");
		assertThat(get(path).isEmpty()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "/api/v1/training-jobs, items, training_job.hyperparameters, LSTM, XLSTM",
			"/v1/fine_tuning/jobs, data, training_job.status, SUCCEEDED, PRUNED",
			"/api/v1/training-jobs, items, training_job.hyperparameters, '\"layers\":1', '\"layers\":9'",
			"/api/v1/models, items, model_version.architecture, LSTM, XLSTM" })
	void passesOverInListsWhatItCannotRead(String path, String list, String column, String from, String to) {
		int rows = get(path).path(list).size();
		String table = column.substring(0, column.indexOf('.'));
		String id = table.equals("training_job") ? "id = '" + TRAINED + "'" : "name = 'greeter'";
		String one = table.equals("training_job") ? "/api/v1/training-jobs/" + TRAINED : "/api/v1/models/greeter:1";
		replace(column, from, to, id);
		try {
			assertThat(StreamSupport.stream(get(path).path(list).spliterator(), false)).hasSize(rows - 1);
			HttpResponse<String> response = send("GET", one, "");
			assertThat(response.statusCode()).isEqualTo(409);
			assertThat(response.body()).contains("stored-by-another-release");
		}
		finally {
			replace(column, to, from, id);
		}
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(2));
	}

	private void replace(String column, String from, String to) {
		replace(column, from, to, "1 = 1");
	}

	private void replace(String column, String from, String to, String where) {
		String[] names = column.split("\\.");
		this.jdbc
			.sql("UPDATE %s SET %s = replace(%s, :from, :to) WHERE %s".formatted(names[0], names[1], names[1], where))
			.param("from", from)
			.param("to", to)
			.update();
	}

	private JsonNode get(String path) {
		HttpResponse<String> response = send("GET", path, "");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return JSON.readTree(response.body());
	}

	private HttpResponse<String> send(String method, String path, String body) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.header("Authorization", "Bearer " + EarlierData.SECRET)
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build();
		try {
			return this.client.send(request, HttpResponse.BodyHandlers.ofString());
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
