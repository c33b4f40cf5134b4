package io.charrnn.training.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.charrnn.process.DatabaseChore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Frees executions that are marked as picked though nobody works on them, since what was
 * to be written at their end could not be. A SQLite database has one process, which knows
 * what it works on: no clock is asked, so that neither a suspended machine nor a lock
 * that is held for long makes it doubt its own workers.
 */
@Component
class Strays extends DatabaseChore {

	private static final Logger logger = LoggerFactory.getLogger(Strays.class);

	private final JdbcClient jdbc;

	private final Scheduler scheduler;

	private final Replicas replicas;

	/** Version of each that nobody worked on at the last look: it may just have begun. */
	private Map<String, Long> before = Map.of();

	Strays(JdbcClient jdbc, Scheduler scheduler, Replicas replicas) {
		super("strays", Duration.ofSeconds(5));
		this.jdbc = jdbc;
		this.scheduler = scheduler;
		this.replicas = replicas;
	}

	@Override
	protected void work() {
		Map<String, Long> strays = strays();
		strays.entrySet()
			.stream()
			.filter((stray) -> Objects.equals(this.before.get(stray.getKey()), stray.getValue()))
			.forEach((stray) -> free(stray.getKey(), stray.getValue()));
		this.before = strays;
	}

	private Map<String, Long> strays() {
		Map<String, Long> picked = new HashMap<>();
		this.jdbc.sql("SELECT task_instance, version FROM scheduled_tasks WHERE picked").query((row) -> {
			picked.put(row.getString("task_instance"), row.getLong("version"));
		});
		this.scheduler.getCurrentlyExecuting()
			.forEach((executing) -> picked.remove(executing.getTaskInstance().getId()));
		return picked;
	}

	private void free(String job, long version) {
		int freed = JobQueue.free(this.jdbc, "task_instance = ? AND version = ?", job, version);
		if (freed > 0) {
			logger.warn("{} was left by its worker and will be checked again", job);
			this.scheduler.triggerCheckForDueExecutions();
		}
	}

	@Override
	public void start() {
		if (!this.replicas.areThere()) {
			super.start();
		}
	}

}
