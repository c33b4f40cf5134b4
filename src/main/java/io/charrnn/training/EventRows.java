package io.charrnn.training;

import java.util.List;
import java.util.Objects;

import io.charrnn.workspace.WorkspaceSql;

import org.springframework.jdbc.core.RowMapper;

/**
 * The rows of a table that are events of jobs.
 *
 * @param sql asks the database
 * @param select from the table, with the column {@code event}
 * @param data what an event tells
 */
record EventRows(WorkspaceSql sql, String select, String type, RowMapper<?> data) {

	/** The first events that are later than a number, in order. */
	List<JobEvent> after(JobId job, long number, int limit) {
		return list("event > ? ORDER BY event", job, number, limit);
	}

	/** The last events that are earlier than a number, the last first. */
	List<JobEvent> before(JobId job, long number, int limit) {
		return list("event < ? ORDER BY event DESC", job, number, limit);
	}

	private List<JobEvent> list(String range, JobId job, long number, int limit) {
		return this.sql.here(this.select + " WHERE workspace = :workspace AND job_id = ? AND " + range + " LIMIT ?")
			.params(job.value(), number, limit)
			.query((row, rowNumber) -> new JobEvent(row.getLong("event"), this.type,
					Objects.requireNonNull(this.data.mapRow(row, rowNumber))))
			.list();
	}

}
