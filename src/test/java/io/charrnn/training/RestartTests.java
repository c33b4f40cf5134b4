package io.charrnn.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.charrnn.CharRnnServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Stops the service and starts it again on the same data. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RestartTests {

	private static final String TEXT = "she sells sea shells by the sea shore; ".repeat(20);

	private static final String ENDLESS = "\"maxIterations\": 1000000000";

	@TempDir
	private Path data;

	@Test
	void goesOnAfterACleanStopAndAtOnceAfterADeath() throws Exception {
		String job;
		try (ConfigurableApplicationContext service = start()) {
			TrainingClient client = client(service);
			job = client.train(client.upload(TEXT), ENDLESS);
			client.awaitIteration(job, 10);
			try (BufferedReader events = new BufferedReader(
					new InputStreamReader(client.events(job, "").body(), StandardCharsets.UTF_8))) {
				assertThat(ServerEvent.read(events)).isNotNull();
				long before = System.nanoTime();
				service.close();
				assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
				assertThatStreamEnds(events);
			}
		}
		assertThat(query("SELECT status FROM training_job")).isEqualTo("QUEUED");
		assertThat(query("SELECT picked FROM scheduled_tasks")).isEqualTo("0");
		assertThat(query("SELECT iteration FROM checkpoint WHERE last"))
			.isEqualTo(query("SELECT iteration FROM training_job"));
		long iteration = Long.parseLong(query("SELECT iteration FROM training_job"));
		try (ConfigurableApplicationContext service = start()) {
			TrainingClient client = client(service);
			client.awaitIteration(job, iteration + 1);
		}
		update("UPDATE training_job SET status = 'RUNNING'");
		update("UPDATE scheduled_tasks SET picked = 1, picked_by = 'dead', last_heartbeat = "
				+ System.currentTimeMillis());
		try (ConfigurableApplicationContext service = start()) {
			TrainingClient client = client(service);
			JsonNode before = client.readJob(job);
			await().atMost(Duration.ofSeconds(10))
				.until(() -> client.readJob(job).at("/progress/iteration").asLong() > before.at("/progress/iteration")
					.asLong());
			client.change(job, "cancel");
			client.await(job, "cancelled");
		}
	}

	@Test
	void refusesASecondProcessOnTheSameData() {
		try (ConfigurableApplicationContext service = start()) {
			assertThat(service.isRunning()).isTrue();
			assertThatExceptionOfType(Exception.class).isThrownBy(this::start)
				.havingRootCause()
				.withMessageEndingWith("is locked: another process uses the SQLite database next to it");
		}
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(CharRnnServer.class, FakeEngine.class).run("--server.port=0",
				"--charrnn.data-directory=" + this.data);
	}

	private static TrainingClient client(ConfigurableApplicationContext service) {
		return new TrainingClient(
				Objects.requireNonNull(((WebServerApplicationContext) service).getWebServer()).getPort());
	}

	private static void assertThatStreamEnds(BufferedReader events) throws IOException {
		while (ServerEvent.read(events) != null) {
			assertThat(events).isNotNull();
		}
	}

	private String query(String sql) throws SQLException {
		try (Connection connection = connect();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			assertThat(rows.next()).isTrue();
			return rows.getString(1);
		}
	}

	private void update(String sql) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			assertThat(statement.executeUpdate(sql)).isEqualTo(1);
		}
	}

	private Connection connect() throws SQLException {
		return DriverManager.getConnection("jdbc:sqlite:" + this.data.resolve("char-rnn.db"));
	}

}
