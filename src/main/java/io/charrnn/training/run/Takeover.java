package io.charrnn.training.run;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.charrnn.content.DatabaseChore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Frees the jobs of replicas that have missed their heartbeats, so that others go on with
 * them. The scheduler itself looks for them at every second heartbeat only.
 */
@Component
class Takeover extends DatabaseChore {

	private static final Logger logger = LoggerFactory.getLogger(Takeover.class);

	private final JdbcClient jdbc;

	private final JobQueue queue;

	private final Clock clock;

	private final Duration silence;

	private final boolean replicas;

	Takeover(JdbcClient jdbc, JobQueue queue, Clock clock, JdbcConnectionDetails connection,
			@Value("${db-scheduler.heartbeat-interval}") Duration heartbeat,
			@Value("${db-scheduler.missed-heartbeats-limit}") int missed) {
		super("takeover", Duration.ofSeconds(1));
		this.jdbc = jdbc;
		this.queue = queue;
		this.clock = clock;
		this.silence = heartbeat.multipliedBy(missed);
		this.replicas = !QueueConfiguration.isSqlite(connection);
	}

	/** Frees what has had no heartbeat for too long. */
	@Override
	protected void work() {
		Instant limit = this.clock.instant().minus(this.silence);
		int freed = this.jdbc.sql("""
				UPDATE scheduled_tasks
				SET picked = FALSE, picked_by = NULL, last_heartbeat = NULL, version = version + 1
				WHERE picked AND last_heartbeat < ?""").param(Timestamp.from(limit)).update();
		if (freed > 0) {
			logger.warn("{} jobs go on without the replica that had them: no heartbeat for {}", freed, this.silence);
			this.queue.wake();
		}
	}

	@Override
	public void start() {
		if (this.replicas) {
			super.start();
		}
	}

}
