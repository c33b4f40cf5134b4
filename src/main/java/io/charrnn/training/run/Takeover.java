package io.charrnn.training.run;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.charrnn.process.DatabaseChore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Frees the jobs of replicas that have missed their heartbeats, so that others continue
 * with them. While the database was away nobody could write one: silence counts from when
 * it was back.
 */
@Component
class Takeover extends DatabaseChore {

	private static final Logger logger = LoggerFactory.getLogger(Takeover.class);

	private final JdbcClient jdbc;

	private final JobQueue queue;

	private final Clock clock;

	private final Duration silence;

	private final Replicas replicas;

	private final Duration heartbeat;

	/** Since when the database has answered promptly. */
	private Instant answersSince = Instant.MIN;

	Takeover(JdbcClient jdbc, JobQueue queue, Clock clock, Replicas replicas,
			@Value("${db-scheduler.heartbeat-interval}") Duration heartbeat,
			@Value("${db-scheduler.missed-heartbeats-limit}") int missed) {
		super("takeover", Duration.ofSeconds(1));
		this.jdbc = jdbc;
		this.queue = queue;
		this.clock = clock;
		this.heartbeat = heartbeat;
		this.silence = heartbeat.multipliedBy(missed);
		this.replicas = replicas;
	}

	/** Frees what has had no heartbeat for too long. */
	@Override
	protected void work() {
		Instant before = this.answersSince;
		this.answersSince = Instant.MAX;
		Instant asked = this.clock.instant();
		Instant limit = asked.minus(this.silence);
		free(limit.isBefore(before) ? Instant.EPOCH : limit);
		Instant answered = this.clock.instant();
		boolean prompt = before != Instant.MAX && !answered.isAfter(asked.plus(this.heartbeat));
		this.answersSince = prompt ? before : answered;
	}

	private void free(Instant limit) {
		int freed = JobQueue.free(this.jdbc, "last_heartbeat < ?", Timestamp.from(limit));
		if (freed > 0) {
			logger.warn("{} jobs are taken over from a replica without a heartbeat for {}", freed, this.silence);
			this.queue.wake();
		}
	}

	@Override
	public void start() {
		if (this.replicas.areThere()) {
			super.start();
		}
	}

}
