package io.charrnn.training;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import io.charrnn.api.Page;
import io.charrnn.workspace.Columns;
import io.charrnn.workspace.WorkspaceSql;

import org.springframework.stereotype.Repository;

/** The curves of all training jobs. */
@Repository
public class Metrics {

	/** Points that a job has at most; beyond, each two neighbors become one. */
	static final int MOST = 4096;

	private static final String COLUMNS = "iteration, training_loss, validation_loss, learning_rate, gradient_norm, "
			+ "clipped_fraction, characters_per_second, created_at";

	private static final String SELECT = "SELECT " + COLUMNS + " FROM training_metric WHERE workspace = :workspace ";

	/**
	 * Weights are iterations: those that a point stands for. Rows are found by the whole
	 * of their key, so that a database that has not counted them yet does not look for
	 * each among all.
	 */
	private static final String MERGE = """
			UPDATE training_metric SET
				training_loss = (pair.training_loss * pair.width + pair.other_loss * pair.other_width) / (pair.width + pair.other_width),
				validation_loss = COALESCE(pair.validation_loss, pair.other_validation_loss),
				gradient_norm = (pair.gradient_norm * pair.width + pair.other_norm * pair.other_width) / (pair.width + pair.other_width),
				clipped_fraction = (pair.clipped_fraction * pair.width + pair.other_fraction * pair.other_width) / (pair.width + pair.other_width),
				characters_per_second = (pair.characters_per_second * pair.width + pair.other_speed * pair.other_width) / (pair.width + pair.other_width)
			FROM (
				SELECT job_id, iteration, training_loss, validation_loss, gradient_norm, clipped_fraction, characters_per_second,
					ROW_NUMBER() OVER newest AS number,
					iteration - LEAD(iteration) OVER newest AS width,
					LEAD(iteration) OVER newest - COALESCE(LEAD(iteration, 2) OVER newest, 0) AS other_width,
					LEAD(training_loss) OVER newest AS other_loss,
					LEAD(validation_loss) OVER newest AS other_validation_loss,
					LEAD(gradient_norm) OVER newest AS other_norm,
					LEAD(clipped_fraction) OVER newest AS other_fraction,
					LEAD(characters_per_second) OVER newest AS other_speed
				FROM training_metric WHERE workspace = :workspace AND job_id = :job WINDOW newest AS (ORDER BY iteration DESC)) AS pair
			WHERE training_metric.workspace = :workspace AND training_metric.job_id = pair.job_id AND training_metric.iteration = pair.iteration
				AND pair.number % 2 = 1 AND pair.width IS NOT NULL""";

	private static final String DROP_MERGED = """
			DELETE FROM training_metric WHERE workspace = :workspace AND (job_id, iteration) IN (
				SELECT job_id, iteration FROM (
					SELECT job_id, iteration, ROW_NUMBER() OVER (ORDER BY iteration DESC) AS number
					FROM training_metric WHERE workspace = :workspace AND job_id = :job) AS numbered
				WHERE number % 2 = 0)""";

	private final WorkspaceSql sql;

	private final EventRows events;

	Metrics(WorkspaceSql sql) {
		this.sql = sql;
		this.events = new EventRows(sql, "SELECT " + COLUMNS + ", event FROM training_metric", JobEvent.METRICS,
				Metrics::metric);
	}

	/**
	 * Lists a job's metrics in the order of their iterations.
	 * @param after only later iterations than this
	 */
	public Page<Metric> list(JobId job, long after, int limit) {
		List<Metric> found = this.sql.here(SELECT + "AND job_id = ? AND iteration > ? ORDER BY iteration LIMIT ?")
			.params(job.value(), after, limit + 1)
			.query(Metrics::metric)
			.list();
		return Page.of(found, limit, (metric) -> String.valueOf(metric.iteration()));
	}

	/**
	 * The whole of a job's curves. Where there are more metrics than points wanted, each
	 * point stands for as many neighboring ones.
	 */
	public List<CurvePoint> curve(JobId job, int points) {
		List<Metric> all = this.sql.here(SELECT + "AND job_id = ? ORDER BY iteration")
			.param(job.value())
			.query(Metrics::metric)
			.list();
		int wanted = Math.min(points, all.size());
		return IntStream.range(0, wanted)
			.mapToObj((point) -> all.subList(first(point, wanted, all.size()), first(point + 1, wanted, all.size())))
			.map(CurvePoint::of)
			.toList();
	}

	/** The first of a list's items that belongs to one of some parts. */
	private static int first(int part, int parts, int items) {
		return (int) (((long) part * items + parts - 1) / parts);
	}

	/** The rows as events. */
	EventRows events() {
		return this.events;
	}

	/**
	 * Stores a metric instead of any other of the same iteration. If the job has too many
	 * by now, neighbors are put together: the later one stands for both, with its
	 * iteration and event, so that whoever has seen one of them goes on after it.
	 */
	public void add(JobId job, long event, Metric metric) {
		insert(job, event, metric);
		if (this.sql.here("SELECT count(*) FROM training_metric WHERE workspace = :workspace AND job_id = ?")
			.param(job.value())
			.query(Integer.class)
			.single() > MOST) {
			this.sql.here(MERGE).param("job", job.value()).update();
			this.sql.here(DROP_MERGED).param("job", job.value()).update();
		}
	}

	private void insert(JobId job, long event, Metric metric) {
		this.sql
			.here("""
					INSERT INTO training_metric (workspace, job_id, iteration, event, training_loss, validation_loss, learning_rate,
						gradient_norm, clipped_fraction, characters_per_second, created_at)
					VALUES (:workspace, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
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
		this.sql.here("DELETE FROM training_metric WHERE workspace = :workspace AND job_id = ? AND iteration > ?")
			.params(job.value(), iteration)
			.update();
	}

	/** By the places of the columns: looking up names takes longer than reading. */
	private static Metric metric(ResultSet row, int number) throws SQLException {
		return new Metric(row.getLong(1), row.getDouble(2), Columns.orNull(row.getDouble(3), row), row.getDouble(4),
				row.getDouble(5), row.getDouble(6), row.getDouble(7), Instant.ofEpochMilli(row.getLong(8)));
	}

}
