package io.charrnn.training;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import io.charrnn.api.Page;

import io.charrnn.workspace.WorkspaceSql;
import org.springframework.stereotype.Repository;

/** The samples of all training jobs. */
@Repository
public class TrainingSamples {

	/** Samples that a job has at most; beyond, every second one goes. */
	static final int MOST = 1000;

	private static final String DROP_EVERY_SECOND = """
			DELETE FROM training_sample WHERE workspace = :workspace AND (job_id, iteration) IN (
				SELECT job_id, iteration FROM (
					SELECT job_id, iteration, ROW_NUMBER() OVER (ORDER BY iteration DESC) AS number
					FROM training_sample WHERE workspace = :workspace AND job_id = :job) AS numbered
				WHERE number % 2 = 0)""";

	private final WorkspaceSql sql;

	private final EventRows events;

	TrainingSamples(WorkspaceSql sql) {
		this.sql = sql;
		this.events = new EventRows(sql, "SELECT * FROM training_sample", JobEvent.SAMPLE, TrainingSamples::sample);
	}

	/**
	 * Lists a job's samples, the newest first.
	 * @param before only those of earlier iterations than this
	 */
	public Page<TrainingSample> list(JobId job, long before, int limit) {
		List<TrainingSample> found = this.sql.here("""
				SELECT * FROM training_sample WHERE workspace = :workspace AND job_id = ? AND iteration < ?
				ORDER BY iteration DESC LIMIT ?""")
			.params(job.value(), before, limit + 1)
			.query(TrainingSamples::sample)
			.list();
		return Page.of(found, limit, (sample) -> String.valueOf(sample.iteration()));
	}

	/** The rows as events. */
	EventRows events() {
		return this.events;
	}

	/**
	 * Stores a sample instead of any other of the same iteration. If the job has too many
	 * by now, every second one goes, but not the newest.
	 */
	public void add(JobId job, long event, TrainingSample sample) {
		insert(job, event, sample);
		if (this.sql.here("SELECT count(*) FROM training_sample WHERE workspace = :workspace AND job_id = ?")
			.param(job.value())
			.query(Integer.class)
			.single() > MOST) {
			this.sql.here(DROP_EVERY_SECOND).param("job", job.value()).update();
		}
	}

	private void insert(JobId job, long event, TrainingSample sample) {
		this.sql.here("""
				INSERT INTO training_sample (workspace, job_id, iteration, event, text, temperature, created_at)
				VALUES (:workspace, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (job_id, iteration) DO UPDATE SET event = excluded.event, text = excluded.text,
					temperature = excluded.temperature, created_at = excluded.created_at""")
			.params(job.value(), sample.iteration(), event, sample.text().getBytes(StandardCharsets.UTF_8),
					sample.temperature(), sample.createdAt().toEpochMilli())
			.update();
	}

	/** Forgets what came after an iteration, because it will come again. */
	public void rewind(JobId job, long iteration) {
		this.sql.here("DELETE FROM training_sample WHERE workspace = :workspace AND job_id = ? AND iteration > ?")
			.params(job.value(), iteration)
			.update();
	}

	private static TrainingSample sample(ResultSet row, int number) throws SQLException {
		return new TrainingSample(row.getLong("iteration"), new String(row.getBytes("text"), StandardCharsets.UTF_8),
				row.getDouble("temperature"), Instant.ofEpochMilli(row.getLong("created_at")));
	}

}
