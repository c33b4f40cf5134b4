package io.charrnn.training.run;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.Priority;
import io.charrnn.training.TrainingJob;

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

	/** Lets free workers look for jobs at once. */
	public void wake() {
		this.scheduler.triggerCheckForDueExecutions();
	}

}
