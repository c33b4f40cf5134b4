package io.charrnn.training;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.LongStream;

import io.charrnn.content.ContentStore;
import io.charrnn.content.StoredJson;
import io.charrnn.corpus.CorpusId;
import io.charrnn.testing.DatabaseTest;
import io.charrnn.testing.PostgresServer;
import io.charrnn.training.request.Preset;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

/** What one job leaves is bounded, and what all leave. */
@DatabaseTest
@Import({ Metrics.class, TrainingSamples.class, TrainingJobs.class, Checkpoints.class, Retention.class,
		RemovedJobs.class, ContentStore.class, StoredJson.class, JacksonAutoConfiguration.class,
		BoundedJobsTests.Context.class })
@TestPropertySource(properties = { "charrnn.training.retention.most-jobs=4", "charrnn.training.retention.jobs=20d",
		"charrnn.training.retention.most-with-checkpoints=2", "charrnn.training.retention.checkpoints=10d" })
class BoundedJobsTests {

	private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

	@Autowired
	private Metrics metrics;

	@Autowired
	private TrainingSamples samples;

	@Autowired
	private TrainingJobs jobs;

	@Autowired
	private Checkpoints checkpoints;

	@Autowired
	private Retention retention;

	@Autowired
	private RemovedJobs removed;

	@Autowired
	private ContentStore contents;

	@Autowired
	private JdbcClient jdbc;

	@BeforeEach
	void empty() {
		for (String table : List.of("checkpoint", "training_job", "content")) {
			this.jdbc.sql("DELETE FROM " + table).update();
		}
	}

	@Test
	void putsNeighboringPointsTogetherWhenThereAreTooMany() {
		JobId job = add(null, null);
		for (int point = 1; point <= Metrics.MOST + 1; point++) {
			this.metrics.add(job, point, metric(10L * point, point, (point % 4 == 0) ? Double.valueOf(point) : null));
		}
		List<Metric> kept = this.metrics.list(job, 0, 5000).items();
		assertThat(kept).hasSize(Metrics.MOST / 2 + 1);
		assertThat(kept.get(0).iteration()).isEqualTo(10);
		assertThat(kept.get(1)).isEqualTo(metric(30, 2.5, null));
		assertThat(kept.get(2)).isEqualTo(metric(50, 4.5, 4.0));
		assertThat(kept.get(kept.size() - 1).iteration()).isEqualTo(10L * (Metrics.MOST + 1));
		assertThat(this.metrics.events().after(job, 2, 2)).extracting(JobEvent::number).containsExactly(3L, 5L);
		this.metrics.add(job, 9999, metric(100_000, 1, null));
		assertThat(this.metrics.list(job, 0, 5000).items()).hasSize(Metrics.MOST / 2 + 2);
	}

	@Test
	void weighsPointsByTheirIterations() {
		JobId job = add(null, null);
		LongStream.rangeClosed(1, Metrics.MOST - 1)
			.forEach((point) -> this.metrics.add(job, point, metric(point, 1, null)));
		this.metrics.add(job, 5000, metric(Metrics.MOST - 1 + 10, 2, null));
		this.metrics.add(job, 5001, metric(Metrics.MOST - 1 + 40, 4, null));
		List<Metric> kept = this.metrics.list(job, 4000, 5000).items();
		assertThat(kept.get(kept.size() - 1).trainingLoss()).isCloseTo((10 * 2 + 30 * 4) / 40.0, within(1e-12));
	}

	@Test
	void keepsEverySecondSampleWhenThereAreTooMany() {
		JobId job = add(null, null);
		for (int sample = 1; sample <= TrainingSamples.MOST + 1; sample++) {
			this.samples.add(job, sample, new TrainingSample(sample, "text", 1, NOW));
		}
		List<TrainingSample> kept = this.samples.list(job, Long.MAX_VALUE, 5000).items();
		assertThat(kept).hasSize(TrainingSamples.MOST / 2 + 1);
		assertThat(kept).extracting(TrainingSample::iteration).startsWith(1001L, 999L).endsWith(3L, 1L);
	}

	@Test
	void dropsTheCheckpointsOfEndedJobsFirstAndThenTheJobs() {
		JobId fresh = add("a", Duration.ofDays(1));
		JobId old = add("a", Duration.ofDays(11));
		JobId older = add("a", Duration.ofDays(21));
		JobId running = add("a", null);
		this.retention.work();
		assertThat(this.jobs.lookUp(fresh)).isPresent();
		assertThat(this.checkpoints.list(fresh)).hasSize(1);
		assertThat(this.jobs.lookUp(old)).isPresent();
		assertThat(this.checkpoints.list(old)).isEmpty();
		assertThat(this.jobs.lookUp(older)).isEmpty();
		assertThat(this.checkpoints.list(running)).hasSize(1);
		assertThat(this.jdbc.sql("SELECT count(*) FROM content").query(Integer.class).single()).isEqualTo(2);
	}

	@Test
	void deletesTheRowsOfARemovedJobPartByPart() {
		JobId kept = add("a", Duration.ofHours(1));
		JobId job = add("a", Duration.ofHours(2));
		for (JobId each : List.of(kept, job)) {
			for (int row = 1; row <= RemovedJobs.ROWS + 1; row++) {
				this.metrics.add(each, row, metric(row, 1, null));
				this.samples.add(each, row, new TrainingSample(row, "text", 1, NOW));
			}
			this.checkpoints.deleteAll(each);
		}
		assertThat(this.jobs.removeFinished(job)).isTrue();
		assertThat(this.jobs.lookUp(job)).isEmpty();
		assertThat(this.jobs.workspaceOf(job)).isEmpty();
		assertThat(this.jobs.countByStatus()).containsOnly(entry(TrainingJobStatus.SUCCEEDED, 1L));
		assertThat(this.jobs.removeFinished(job)).isFalse();
		this.removed.work();
		for (String table : List.of("training_metric", "training_sample")) {
			assertThat(this.jdbc.sql("SELECT DISTINCT job_id FROM " + table).query(String.class).list())
				.containsExactly(kept.value());
		}
		assertThat(this.jdbc.sql("SELECT id FROM training_job").query(String.class).list())
			.containsExactly(kept.value());
	}

	@Test
	void keepsSoManyJobsOfEachKey() {
		for (String key : new String[] { "a", "b", null }) {
			for (int hours = 1; hours <= 6; hours++) {
				add(key, Duration.ofHours(hours));
			}
		}
		this.retention.work();
		this.removed.work();
		for (String key : List.of("a", "b", "")) {
			assertThat(this.jdbc.sql("""
					SELECT finished_at FROM training_job WHERE COALESCE(key_id, '') = ? ORDER BY finished_at DESC""")
				.param(key)
				.query(Long.class)
				.list()).containsExactly(ago(1), ago(2), ago(3), ago(4));
		}
		assertThat(this.jdbc.sql("SELECT count(*) FROM checkpoint").query(Integer.class).single()).isEqualTo(6);
	}

	@Test
	void leavesWhatItCannotDelete() {
		for (int job = 0; job < 110; job++) {
			JobId id = add(null, Duration.ofDays(30));
			this.jdbc.sql("UPDATE training_job SET status = 'PRUNED' WHERE id = ?").param(id.value()).update();
		}
		this.retention.work();
		assertThat(this.jdbc.sql("SELECT count(*) FROM training_job").query(Integer.class).single()).isEqualTo(110);
	}

	@Test
	void boundsWhatEarlierReleasesLeft(@TempDir Path directory) throws SQLException {
		String url = "postgresql".equals(System.getProperty("test.database")) ? PostgresServer.shared().createDatabase()
				: "jdbc:sqlite:" + directory.resolve("earlier.db");
		Flyway.configure().dataSource(url, null, null).target("3").load().migrate();
		try (Connection connection = DriverManager.getConnection(url)) {
			addCurve(connection, "long", 10_000);
			addCurve(connection, "short", 4096);
			Flyway.configure().dataSource(url, null, null).load().migrate();
			assertThat(numbers(connection, "SELECT count(*) FROM training_metric WHERE job_id = 'short'"))
				.isEqualTo(4096);
			assertThat(numbers(connection, "SELECT count(*) FROM training_metric WHERE job_id = 'long'"))
				.isEqualTo(2048);
			assertThat(numbers(connection, "SELECT max(iteration) FROM training_metric WHERE job_id = 'long'"))
				.isEqualTo(10_000);
			assertThat(numbers(connection, "SELECT avg(training_loss) FROM training_metric WHERE job_id = 'long'"))
				.isCloseTo(5000.5, within(5.0));
			assertThat(numbers(connection, "SELECT min(training_loss) FROM training_metric WHERE job_id = 'long'"))
				.isEqualTo(3);
			assertThat(numbers(connection, "SELECT count(*) FROM training_sample WHERE job_id = 'long'"))
				.isBetween(500.0, 1000.0);
		}
	}

	private static void addCurve(Connection connection, String job, int points) throws SQLException {
		connection.createStatement()
			.execute(
					"""
							INSERT INTO training_job (id, model, corpus_id, engine, hyperparameters, alphabet_size, status, lease_epoch,
								event, status_event, iteration, iterations, epoch, fraction, training_millis, created_at)
							VALUES ('%s', 'm', 'c', 'e', '{}', 2, 'SUCCEEDED', 1, 1, 1, 1, 1, 1, 1, 1, 1)"""
						.formatted(job));
		connection.setAutoCommit(false);
		try (PreparedStatement metric = connection
			.prepareStatement("INSERT INTO training_metric VALUES ('" + job + "', ?, ?, ?, NULL, 0.1, 1, 0, 1000, 1)");
				PreparedStatement sample = connection
					.prepareStatement("INSERT INTO training_sample VALUES ('" + job + "', ?, ?, ?, 1, 1)")) {
			for (int point = 1; point <= points; point++) {
				metric.setInt(1, point);
				metric.setInt(2, point);
				metric.setDouble(3, point);
				metric.addBatch();
				sample.setInt(1, point);
				sample.setInt(2, point);
				sample.setBytes(3, new byte[1]);
				sample.addBatch();
			}
			metric.executeBatch();
			sample.executeBatch();
		}
		connection.commit();
		connection.setAutoCommit(true);
	}

	private static double numbers(Connection connection, String query) throws SQLException {
		try (ResultSet rows = connection.createStatement().executeQuery(query)) {
			rows.next();
			return rows.getDouble(1);
		}
	}

	/** A job with a checkpoint. */
	private JobId add(@Nullable String key, @Nullable Duration ended) {
		TrainingJob job = TrainingJob.queued("bounded", CorpusId.random(), "fake", null, Preset.TINY.hyperparameters(),
				List.of(), 2, 100, NOW.minus(Duration.ofDays(100)));
		JobId id = job.id();
		this.jobs.add(job, key);
		if (ended != null) {
			this.jdbc.sql("UPDATE training_job SET status = 'SUCCEEDED', finished_at = ? WHERE id = ?")
				.params(NOW.minus(ended).toEpochMilli(), id.value())
				.update();
		}
		String content = this.contents.write(id.value().getBytes());
		this.contents.share(content);
		this.contents.share(content);
		this.checkpoints.add(1, new StoredCheckpoint(id,
				new Checkpoint(CheckpointId.random(), 1, null, null, true, true, NOW), content, content, "{}"));
		return id;
	}

	private static long ago(int hours) {
		return NOW.minus(Duration.ofHours(hours)).toEpochMilli();
	}

	private static Metric metric(long iteration, double loss, @Nullable Double validationLoss) {
		return new Metric(iteration, loss, validationLoss, 0.1, 1, 0, 1000, NOW);
	}

	@TestConfiguration
	static class Context {

		@Bean
		Clock clock() {
			return Clock.fixed(NOW, ZoneOffset.UTC);
		}

	}

}
