package io.charrnn.training.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.boot.autoconfigure.Jackson3Serializer;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.charrnn.api.Ids;
import io.charrnn.training.JobEnded;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.run.SqliteQueueQueries;
import io.charrnn.training.web.TrainingJobJson;
import io.charrnn.workspace.CurrentWorkspace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Tells webhooks that jobs have ended. What is to be told is stored in the transaction
 * that ends the job, and sent by any replica until it was taken. It does not wait for the
 * threads that train, which are others'.
 */
@Component
@EnableConfigurationProperties(WebhookSettings.class)
class Webhooks implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Webhooks.class);

	private static final TaskDescriptor<Delivery> TASK = TaskDescriptor.of("webhook", Delivery.class);

	private static final int THREADS = 2;

	private static final Duration POLL = Duration.ofSeconds(2);

	/** An attempt that is cut off is made again by the next process. */
	private static final Duration STOP = Duration.ofMillis(1500);

	private final WebhookSettings settings;

	private final TrainingJobs jobs;

	private final JsonMapper json;

	private final Clock clock;

	private final @Nullable Scheduler scheduler;

	private volatile boolean running;

	Webhooks(WebhookSettings settings, TrainingJobs jobs, JsonMapper json, Clock clock, DataSource database,
			JdbcConnectionDetails connection) {
		this.settings = settings;
		this.jobs = jobs;
		this.json = json;
		this.clock = clock;
		this.scheduler = settings.workspaces().isEmpty() ? null
				: scheduler(database, DatabaseDriver.fromJdbcUrl(connection.getJdbcUrl()));
	}

	private Scheduler scheduler(DataSource database, DatabaseDriver driver) {
		WebhookSender sender = new WebhookSender(this.settings, this.clock);
		OneTimeTask<Delivery> task = Tasks.oneTime(TASK).onFailure(this::tryAgain).execute((instance, context) -> {
			try {
				sender.send(instance.getId(), instance.getData());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException("the process ends", ex);
			}
		});
		SchedulerBuilder builder = Scheduler.create(new TransactionAwareDataSourceProxy(database), List.of(task))
			.tableName("webhook_delivery")
			.serializer(new Jackson3Serializer())
			.threads(THREADS)
			.pollingInterval(POLL)
			.pollUsingLockAndFetch(0.5, 1.0)
			.shutdownMaxWait(STOP)
			.failureLogging(LogLevel.DEBUG, false);
		return ((driver == DatabaseDriver.SQLITE) ? builder.jdbcCustomization(new SqliteQueueQueries()) : builder)
			.build();
	}

	@EventListener
	void ended(JobEnded event) {
		String workspace = CurrentWorkspace.get().name();
		if (this.scheduler != null && this.settings.workspaces().containsKey(workspace)) {
			TrainingJob job = this.jobs.find(event.job());
			String body = this.json.writeValueAsString(new Message("training_job." + job.status().text(),
					this.clock.instant().toString(), TrainingJobJson.of(job)));
			this.scheduler.schedule(TASK.instance(Ids.random("msg_"))
				.data(new Delivery(workspace, body))
				.scheduledTo(this.clock.instant()));
		}
	}

	@TransactionalEventListener
	void stored(JobEnded event) {
		if (this.scheduler != null) {
			this.scheduler.triggerCheckForDueExecutions();
		}
	}

	private void tryAgain(ExecutionComplete attempt, ExecutionOperations<Delivery> delivery) {
		int failed = attempt.getExecution().consecutiveFailures;
		String id = attempt.getExecution().getId();
		String why = attempt.getCause().map(Throwable::getMessage).orElse("for unknown reasons");
		if (failed < this.settings.retries().size()) {
			Duration pause = this.settings.retries().get(failed);
			logger.info("{} was not accepted and will be sent again in {}: {}", id, pause, why);
			delivery.reschedule(attempt, attempt.getTimeDone().plus(pause));
		}
		else {
			logger.warn("{} was not accepted and will not be sent again: {}", id, why);
			delivery.remove();
		}
	}

	@Override
	public void start() {
		this.running = true;
		if (this.scheduler != null) {
			this.scheduler.start();
		}
	}

	@Override
	public void stop() {
		this.running = false;
		if (this.scheduler != null) {
			this.scheduler.stop();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * What a webhook is told.
	 *
	 * @param type what happened: {@code training_job.succeeded}, {@code .failed} or
	 * {@code .cancelled}
	 * @param timestamp when
	 * @param data the job as the API shows it
	 */
	private record Message(String type, String timestamp, TrainingJobJson data) {
	}

}
