package io.charrnn.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.charrnn.process.DatabaseChore;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * When keys were last used, written down once a minute, and not while a request waits.
 */
@Component
class LastUses extends DatabaseChore implements DisposableBean {

	private final ApiKeys keys;

	private final Clock clock;

	private final Map<KeyId, Instant> unwritten = new ConcurrentHashMap<>();

	LastUses(ApiKeys keys, Clock clock) {
		super("last-uses", Duration.ofMinutes(1));
		this.keys = keys;
		this.clock = clock;
	}

	void note(KeyId key) {
		this.unwritten.put(key, Instant.ofEpochMilli(this.clock.millis()));
	}

	@Override
	protected void work() {
		this.unwritten.forEach((key, time) -> {
			this.keys.used(key, time);
			this.unwritten.remove(key, time);
		});
	}

	/** When nothing is noted any more. */
	@Override
	public void destroy() {
		tryWork();
	}

}
