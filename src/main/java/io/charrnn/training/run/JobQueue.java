package io.charrnn.training.run;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.Priority;
import io.charrnn.training.TrainingJob;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The jobs that wait for a worker, in the order in which they were created; the trials of
 * searches after all others.
 */
@Component
public class JobQueue {

	private final Scheduler scheduler;

	JobQueue(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	/**
	 * Lets a job wait for a worker, in the caller's transaction. After it,
	 * {@link #wake()} is to be called.
	 */
	public void add(TrainingJob job) {
		int priority = (job.trial() != null) ? Priority.LOW : Priority.MEDIUM;
		this.scheduler.scheduleIfNotExists(
				QueueConfiguration.TASK.instance(job.id().value()).priority(priority).build(), job.createdAt());
	}

	/**
	 * Gives executions that a worker has picked back to the queue.
	 * @param which a further condition, with a place for each parameter
	 * @return how many there were
	 */
	static int free(JdbcClient jdbc, String which, Object... parameters) {
		return jdbc.sql("""
				UPDATE scheduled_tasks
				SET picked = FALSE, picked_by = NULL, last_heartbeat = NULL, version = version + 1
				WHERE picked AND\s""" + which).params(parameters).update();
	}

	/** Lets free workers look for jobs at once. */
	public void wake() {
		this.scheduler.triggerCheckForDueExecutions();
	}

}
