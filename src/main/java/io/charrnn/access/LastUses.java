package io.charrnn.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * When keys were last used, written down once a minute, and not while a request waits.
 */
@Component
class LastUses implements DisposableBean {

	private static final Duration INTERVAL = Duration.ofMinutes(1);

	private static final Logger logger = LoggerFactory.getLogger(LastUses.class);

	private final ApiKeys keys;

	private final Clock clock;

	private final Map<KeyId, Instant> unwritten = new ConcurrentHashMap<>();

	private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "last-uses");
		thread.setDaemon(true);
		return thread;
	});

	LastUses(ApiKeys keys, Clock clock) {
		this.keys = keys;
		this.clock = clock;
		this.writer.scheduleWithFixedDelay(this::write, INTERVAL.toMillis(), INTERVAL.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	void note(KeyId key) {
		this.unwritten.put(key, Instant.ofEpochMilli(this.clock.millis()));
	}

	/** What cannot be written now is written later. */
	void write() {
		this.unwritten.forEach((key, time) -> {
			try {
				this.keys.used(key, time);
				this.unwritten.remove(key, time);
			}
			catch (DataAccessException | TransactionException ex) {
				logger.debug("the last use of {} is written later", key, ex);
			}
		});
	}

	@Override
	public void destroy() {
		this.writer.shutdownNow();
		write();
	}

}
