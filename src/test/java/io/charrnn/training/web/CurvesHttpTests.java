package io.charrnn.training.web;

import java.util.List;
import java.util.stream.StreamSupport;

import io.charrnn.training.ServerEvent;
import io.charrnn.training.TrainingClient;
import io.charrnn.training.TrainingTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

@TrainingTest
class CurvesHttpTests {

	private static final String TEXT = "she sells sea shells by the sea shore; ".repeat(20);

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient jdbc;

	private TrainingClient client;

	private String job;

	@BeforeEach
	void train() {
		this.client = new TrainingClient(this.port);
		this.job = this.client.train(this.client.upload(TEXT), "\"maxIterations\": 20");
		this.client.await(this.job, "succeeded");
	}

	@Test
	void areTheMetricsWhileThereAreFew() {
		JsonNode metrics = this.client.readOfJob(this.job, "metrics").get("items");
		JsonNode points = this.client.readOfJob(this.job, "curves").get("points");
		assertThat(points).hasSameSizeAs(metrics).isNotEmpty();
		assertThat(points.get(0).get("iteration")).isEqualTo(metrics.get(0).get("iteration"));
		assertThat(points.get(0).get("trainingLoss")).isEqualTo(metrics.get(0).get("trainingLoss"));
		assertThat(points.get(0).get("lowestTrainingLoss")).isEqualTo(metrics.get(0).get("trainingLoss"));
		assertThat(points.get(0).get("highestGradientNorm")).isEqualTo(metrics.get(0).get("gradientNorm"));
	}

	@Test
	void putTogetherWhatIsTooMuchToDraw() {
		addMetrics(100_000);
		JsonNode points = this.client.readOfJob(this.job, "curves?points=1000").get("points");
		List<JsonNode> all = StreamSupport.stream(points.spliterator(), false).toList();
		assertThat(all).hasSize(1000);
		assertThat(all).extracting((point) -> point.get("iteration").asLong()).isSorted();
		assertThat(all.get(999).get("iteration").asLong()).isEqualTo(100_000);
		assertThat(all.get(500).get("trainingLoss").asDouble()).isEqualTo(2);
		assertThat(all.get(500).get("lowestTrainingLoss").asDouble()).isEqualTo(1);
		assertThat(all.get(500).get("highestTrainingLoss").asDouble()).isEqualTo(3);
		assertThat(all.get(500).get("highestGradientNorm").asDouble()).isEqualTo(3);
		assertThat(all.get(500).get("validationLoss").isNull()).isTrue();
	}

	@Test
	void endWhereTheStreamGoesOn() {
		long event = this.client.readOfJob(this.job, "curves").get("event").asLong();
		List<ServerEvent> after = this.client.readEvents(this.job, "", "Last-Event-ID", String.valueOf(event - 1));
		assertThat(after).hasSize(1);
	}

	@Test
	void areATableForSpreadsheets() {
		int points = this.client.readOfJob(this.job, "curves").get("points").size();
		var response = this.client.get("/api/v1/training-jobs/%s/curves".formatted(this.job), "Accept", "text/csv");
		assertThat(response.headers().firstValue("Content-Type")).contains("text/csv;charset=UTF-8");
		assertThat(response.body().lines()).hasSize(1 + points)
			.first()
			.asString()
			.startsWith("iteration,trainingLoss,");
		assertThat(this.client.get("/api/v1/training-jobs/%s/curves?format=csv".formatted(this.job)).body())
			.isEqualTo(response.body());
		assertThat(this.client.get("/api/v1/training-jobs", "Accept", "text/csv").body()).contains(this.job,
				"hyperparameters.schedule.type");
	}

	@Test
	void refuseAnotherFormat() {
		var response = this.client.get("/api/v1/training-jobs/%s/curves?format=xlsx".formatted(this.job));
		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(response.body()).contains("format", "xlsx", "csv");
		assertThat(this.client.get("/api/v1/training-jobs/%s?format=csv".formatted(this.job)).statusCode())
			.isEqualTo(400);
	}

	@Test
	void refuseTooManyPoints() {
		var response = this.client.get("/api/v1/training-jobs/%s/curves?points=5001".formatted(this.job));
		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(response.body()).contains("points", "5001", "from 2 to 5000");
	}

	private void addMetrics(int count) {
		this.jdbc.sql("DELETE FROM training_metric WHERE job_id = ?").param(this.job).update();
		this.jdbc.sql("""
				INSERT INTO training_metric (job_id, iteration, event, training_loss, validation_loss, learning_rate,
					gradient_norm, clipped_fraction, characters_per_second, created_at)
				WITH RECURSIVE counted(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM counted WHERE number < ?)
				SELECT ?, number, number, 1 + 2 * (number % 2), NULL, 0.01, 1 + 2 * (number % 2), 0, 1000, 0
				FROM counted""").params(count, this.job).update();
	}

}
