package io.charrnn.training.run;

import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJobStatus;

import io.charrnn.workspace.WorkspaceSql;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Decides what becomes of a job's place in the queue when its worker is through. */
@Component
class Settlement {

	private final WorkspaceSql sql;

	Settlement(WorkspaceSql sql) {
		this.sql = sql;
	}

	/**
	 * Keeps the place of a job that is to continue, and drops it otherwise. The job's row
	 * is locked meanwhile, so that nobody can resume the job unseen. Both actions commit
	 * by themselves and so come last.
	 */
	@Transactional
	public void settle(JobId job, Runnable drop, Runnable keep) {
		boolean goesOn = this.sql.everywhere("UPDATE training_job SET event = event WHERE id = ? RETURNING status")
			.param(job.value())
			.query(String.class)
			.optional()
			.map(TrainingJobStatus::valueOf)
			.filter((status) -> status == TrainingJobStatus.QUEUED || status == TrainingJobStatus.RUNNING)
			.isPresent();
		if (goesOn) {
			keep.run();
		}
		else {
			drop.run();
		}
	}

}
