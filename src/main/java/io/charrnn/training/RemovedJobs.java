package io.charrnn.training;

import java.time.Duration;
import java.util.List;

import io.charrnn.process.DatabaseChore;
import io.charrnn.workspace.WorkspaceSql;

import org.springframework.stereotype.Component;

/**
 * Deletes the rows of jobs that were removed, some at a time, so that no other write
 * waits for the thousands that a long job has. On every replica.
 */
@Component
class RemovedJobs extends DatabaseChore {

	/** Rows that one statement deletes. */
	static final int ROWS = 500;

	private static final List<String> TABLES = List.of("training_metric", "training_sample");

	private final WorkspaceSql sql;

	RemovedJobs(WorkspaceSql sql) {
		super("removed-jobs", Duration.ofSeconds(5));
		this.sql = sql;
	}

	@Override
	protected void work() {
		for (String job : removed()) {
			for (String table : TABLES) {
				int deleted;
				do {
					deleted = deleteSome(table, job);
				}
				while (deleted == ROWS);
			}
			this.sql.everywhere("DELETE FROM training_job WHERE id = ?").param(job).update();
		}
	}

	private List<String> removed() {
		return this.sql.everywhere("SELECT id FROM training_job WHERE workspace = ''").query(String.class).list();
	}

	private int deleteSome(String table, String job) {
		return this.sql.everywhere("""
				DELETE FROM %1$s WHERE job_id = :job AND iteration IN (
					SELECT iteration FROM %1$s WHERE job_id = :job ORDER BY iteration LIMIT :rows)""".formatted(table))
			.param("job", job)
			.param("rows", ROWS)
			.update();
	}

}
