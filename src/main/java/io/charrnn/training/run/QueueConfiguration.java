package io.charrnn.training.run;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

import com.github.kagkarlsson.scheduler.boot.autoconfigure.Jackson3Serializer;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.charrnn.process.VitalThreads;
import io.charrnn.training.JobId;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets db-scheduler hand jobs to workers. An execution is named like its job and has no
 * data; it stays until the job neither waits nor runs.
 */
@Configuration(proxyBeanMethods = false)
class QueueConfiguration {

	static final TaskDescriptor<Void> TASK = TaskDescriptor.of("training");

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

	/** In which other jobs that wait are tried. */
	private static final Duration PAUSE_WITHOUT_ROOM = Duration.ofSeconds(10);

	/** As many threads as db-scheduler would have for it. */
	private static final int HOUSEKEEPERS = 3;

	@Bean
	Task<Void> trainingTask(Worker worker, Settlement settlement) {
		return Tasks.custom(TASK).onDeadExecution((dead, operations) -> {
			// Takeover looks for those of other replicas, Strays for those of this
			// process.
		})
			.onFailure((failed, operations) -> operations.reschedule(failed,
					failed.getTimeDone().plus(PAUSE_AFTER_FAILURE)))
			.execute((instance, context) -> {
				JobId job = new JobId(instance.getId());
				return switch (worker.work(job)) {
					case THROUGH, REFUSED -> (completed, operations) -> settlement.settle(job, operations::remove,
							() -> operations.reschedule(completed, completed.getExecution().executionTime));
					case POSTPONED -> (completed, operations) -> settlement.settle(job, operations::remove,
							() -> operations.reschedule(completed, completed.getTimeDone().plus(PAUSE_WITHOUT_ROOM)));
					case LOST -> (completed, operations) -> {
						// The execution is another worker's as well as the job.
					};
				};
			});
	}

	@Bean
	com.github.kagkarlsson.scheduler.Clock queueClock(Clock clock) {
		return clock::instant;
	}

	@Bean
	DbSchedulerCustomizer queueCustomizer(JdbcConnectionDetails connection, ObjectProvider<Replicas> replicas) {
		return new DbSchedulerCustomizer() {

			@Override
			public Optional<Serializer> serializer() {
				return Optional.of(new Jackson3Serializer());
			}

			@Override
			public Optional<ExecutorService> dueExecutor() {
				return Optional.of(new VitalThreads("queue", 1));
			}

			@Override
			public Optional<ScheduledExecutorService> housekeeperExecutor() {
				return Optional.of(new VitalThreads("heartbeats", HOUSEKEEPERS));
			}

			@Override
			public Optional<JdbcCustomization> jdbcCustomization() {
				return Optional.of(Replicas.isSqlite(connection) ? new SqliteQueueQueries()
						: new PostgresQueueQueries(replicas.getObject().own()));
			}

		};
	}

	/**
	 * SQLite has one process, this one: what was in work when it ended waits no more for
	 * its heartbeat to be missed.
	 */
	@Bean
	SmartInitializingSingleton releaseOfDeadExecutions(JdbcConnectionDetails connection, JdbcClient jdbc) {
		return () -> {
			if (Replicas.isSqlite(connection)) {
				JobQueue.free(jdbc, "TRUE");
			}
		};
	}

}
