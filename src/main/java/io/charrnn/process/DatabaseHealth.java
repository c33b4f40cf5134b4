package io.charrnn.process;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Whether a write commits in the database. That it does not is told apart: {@link #AWAY}
 * if the database is away, busy or full, which is so for all replicas, and down if it
 * answers and this process still cannot write. As anybody may ask, one write at a time is
 * tried, once in a while.
 */
@Component("databaseHealthIndicator")
class DatabaseHealth extends AbstractHealthIndicator {

	static final Status AWAY = new Status("AWAY");

	/** A result is good for so long. */
	static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);

	private static final Logger logger = LoggerFactory.getLogger(DatabaseHealth.class);

	private final TransactionOperations transaction;

	private final JdbcClient jdbc;

	private final Ticker ticker;

	private final Duration patience;

	private final Executor thread = new SimpleAsyncTaskExecutor("readiness-");

	/** Guarded by this. */
	private @Nullable CompletableFuture<Health> look;

	/** Guarded by this. */
	private long lookedAt;

	private volatile Status known = Status.UP;

	@Autowired
	DatabaseHealth(TransactionOperations transaction, JdbcClient jdbc) {
		this(transaction, jdbc, Ticker.systemTicker(), Duration.ofSeconds(2));
	}

	/**
	 * Knows nothing yet.
	 * @param transaction in which it writes
	 * @param jdbc what it writes by
	 * @param ticker tells nanoseconds
	 * @param patience how long who asks waits for a write to commit
	 */
	DatabaseHealth(TransactionOperations transaction, JdbcClient jdbc, Ticker ticker, Duration patience) {
		super("no write committed");
		this.transaction = transaction;
		this.jdbc = jdbc;
		this.ticker = ticker;
		this.patience = patience;
	}

	@Override
	protected void doHealthCheck(Health.Builder health) {
		Health late = Health.status(AWAY).withDetail("waited", this.patience.toString()).build();
		Health result = current().copy()
			.completeOnTimeout(late, this.patience.toMillis(), TimeUnit.MILLISECONDS)
			.join();
		health.status(result.getStatus()).withDetails(result.getDetails());
	}

	/** Who comes while a write is under way waits for the same one. */
	private synchronized CompletableFuture<Health> current() {
		CompletableFuture<Health> current = this.look;
		if (current == null || current.isDone() && this.ticker.read() - this.lookedAt >= ASK_AGAIN_AFTER.toNanos()) {
			this.lookedAt = this.ticker.read();
			current = CompletableFuture.supplyAsync(this::look, this.thread);
			this.look = current;
		}
		return current;
	}

	private Health look() {
		try {
			this.transaction.executeWithoutResult((status) -> write());
			tell(Status.UP, null);
			return Health.up().build();
		}
		catch (RuntimeException ex) {
			Status status = DatabaseProblems.mayPass(ex) ? AWAY : Status.DOWN;
			tell(status, ex);
			return Health.status(status).build();
		}
	}

	private void write() {
		String id = UUID.randomUUID().toString();
		this.jdbc.sql("INSERT INTO readiness (id) VALUES (?)").param(id).update();
		this.jdbc.sql("DELETE FROM readiness WHERE id = ?").param(id).update();
	}

	/** Only what is news. */
	private void tell(Status status, @Nullable Exception reason) {
		if (!status.equals(this.known)) {
			this.known = status;
			logger.warn("the database is {}", status, reason);
		}
	}

}
