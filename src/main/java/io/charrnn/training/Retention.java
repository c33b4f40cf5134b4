package io.charrnn.training;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import io.charrnn.process.DatabaseChore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.Workspace;
import io.charrnn.workspace.WorkspaceSql;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Drops what jobs have left that ended long ago, or before too many others of the same
 * key: first their checkpoints, which are large, and later the jobs. The models that they
 * published stay. On every replica, one job in a transaction.
 */
@Component
@EnableConfigurationProperties(RetentionSettings.class)
class Retention extends DatabaseChore {

	private static final Logger logger = LoggerFactory.getLogger(Retention.class);

	/** Jobs that are looked up at once. */
	private static final int BATCH = 100;

	private final WorkspaceSql sql;

	private final TrainingJobs jobs;

	private final Checkpoints checkpoints;

	private final TransactionTemplate transaction;

	private final Clock clock;

	private final RetentionSettings settings;

	Retention(WorkspaceSql sql, TrainingJobs jobs, Checkpoints checkpoints, TransactionTemplate transaction,
			Clock clock, RetentionSettings settings) {
		super("retention", Duration.ofMinutes(5));
		this.sql = sql;
		this.jobs = jobs;
		this.checkpoints = checkpoints;
		this.transaction = transaction;
		this.clock = clock;
		this.settings = settings;
	}

	@Override
	protected void work() {
		int dropped = dropAll("AND EXISTS (SELECT 1 FROM checkpoint WHERE job_id = training_job.id)",
				this.settings.checkpoints(), this.settings.mostWithCheckpoints(), this::dropCheckpoints);
		int deleted = dropAll("", this.settings.jobs(), this.settings.mostJobs(), this::delete);
		if (dropped + deleted > 0) {
			logger.info("dropped the checkpoints of {} ended jobs, and {} ended jobs", dropped, deleted);
		}
	}

	private boolean dropCheckpoints(JobId job) {
		this.checkpoints.deleteAll(job);
		return true;
	}

	private boolean delete(JobId job) {
		this.checkpoints.deleteAll(job);
		return this.jobs.removeFinished(job);
	}

	/** Goes on as long as all that is found can be dropped. */
	private int dropAll(String which, Duration age, int most, Predicate<JobId> drop) {
		int all = 0;
		long dropped;
		do {
			dropped = beyond(which, age, most).stream()
				.filter((ended) -> CurrentWorkspace.call(ended.workspace(),
						() -> Boolean.TRUE.equals(this.transaction.execute((status) -> drop.test(ended.job())))))
				.count();
			all += (int) dropped;
		}
		while (dropped == BATCH);
		return all;
	}

	private List<Ended> beyond(String which, Duration age, int most) {
		return this.sql.everywhere("""
				SELECT id, workspace FROM (
					SELECT id, workspace, finished_at,
						ROW_NUMBER() OVER (PARTITION BY workspace, key_id ORDER BY finished_at DESC, id DESC) AS number
					FROM training_job WHERE finished_at IS NOT NULL AND workspace <> '' %s) AS ended
				WHERE number > :most OR finished_at < :oldest LIMIT :limit""".formatted(which))
			.param("most", (most > 0) ? most : Integer.MAX_VALUE)
			.param("oldest", age.isZero() ? 0 : this.clock.millis() - age.toMillis())
			.param("limit", BATCH)
			.query((row, number) -> new Ended(new JobId(row.getString(1)), new Workspace(row.getString(2))))
			.list();
	}

	/** A job that has ended, and whose it is. */
	private record Ended(JobId job, Workspace workspace) {
	}

}
