package io.charrnn.training;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import io.charrnn.page.Page;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The curves of all training jobs. */
@Repository
public class Metrics {

	private final JdbcClient jdbc;

	Metrics(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Lists a job's metrics in the order of their iterations.
	 * @param after only later iterations than this
	 * @param limit metrics on the page
	 */
	public Page<Metric> list(JobId job, long after, int limit) {
		List<Metric> found = this.jdbc
			.sql("SELECT * FROM training_metric WHERE job_id = ? AND iteration > ? ORDER BY iteration LIMIT ?")
			.params(job.value(), after, limit + 1)
			.query(Metrics::metric)
			.list();
		return Page.of(found, limit, (metric) -> String.valueOf(metric.iteration()));
	}

	/** The first events that are later than a number, in order. */
	List<JobEvent> events(JobId job, long after, int limit) {
		return this.jdbc.sql("SELECT * FROM training_metric WHERE job_id = ? AND event > ? ORDER BY event LIMIT ?")
			.params(job.value(), after, limit)
			.query((row, number) -> new JobEvent(row.getLong("event"), JobEvent.METRICS, metric(row, number)))
			.list();
	}

	/** Stores a metric in place of any other of the same iteration. */
	public void add(JobId job, long event, Metric metric) {
		this.jdbc.sql("""
				INSERT INTO training_metric (job_id, iteration, event, training_loss, validation_loss, learning_rate,
					gradient_norm, clipped_fraction, characters_per_second, created_at)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (job_id, iteration) DO UPDATE SET event = excluded.event,
					training_loss = excluded.training_loss, validation_loss = excluded.validation_loss,
					learning_rate = excluded.learning_rate, gradient_norm = excluded.gradient_norm,
					clipped_fraction = excluded.clipped_fraction,
					characters_per_second = excluded.characters_per_second, created_at = excluded.created_at""")
			.params(job.value(), metric.iteration(), event, metric.trainingLoss())
			.param(metric.validationLoss())
			.params(metric.learningRate(), metric.gradientNorm(), metric.clippedFraction(),
					metric.charactersPerSecond(), metric.createdAt().toEpochMilli())
			.update();
	}

	/** Forgets what came after an iteration, because it will come again. */
	public void rewind(JobId job, long iteration) {
		this.jdbc.sql("DELETE FROM training_metric WHERE job_id = ? AND iteration > ?")
			.params(job.value(), iteration)
			.update();
	}

	private static Metric metric(ResultSet row, int number) throws SQLException {
		return new Metric(row.getLong("iteration"), row.getDouble("training_loss"),
				TrainingJobRow.number(row, "validation_loss"), row.getDouble("learning_rate"),
				row.getDouble("gradient_norm"), row.getDouble("clipped_fraction"),
				row.getDouble("characters_per_second"), Instant.ofEpochMilli(row.getLong("created_at")));
	}

}
