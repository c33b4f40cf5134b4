package io.charrnn.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The keys in memory, so that a request does not wait for the database. What changes on
 * another replica is known after some seconds; while the database is away, keys stay what
 * they were.
 */
@Component
class KnownKeys {

	static final Duration READ_AGAIN_AFTER = Duration.ofSeconds(5);

	/** For a secret that nobody knows, which may be that of a new key. */
	private static final Duration READ_AGAIN_FOR_UNKNOWN = Duration.ofSeconds(1);

	private static final KeyId CONFIGURED = new KeyId("key_" + "f".repeat(32));

	private static final Logger logger = LoggerFactory.getLogger(KnownKeys.class);

	private final ApiKeys keys;

	private final Clock clock;

	private final @Nullable ApiKey configured;

	private final ReentrantLock reading = new ReentrantLock();

	/** Changes of keys in this process so far. */
	private final AtomicLong changes = new AtomicLong();

	private volatile @Nullable Snapshot snapshot;

	KnownKeys(ApiKeys keys, Clock clock, AccessSettings settings) {
		this.keys = keys;
		this.clock = clock;
		String adminKey = settings.adminKey();
		this.configured = (adminKey != null)
				? ApiKey.unused(CONFIGURED, KeyRequest.ofAdmin("configured", null), Instant.EPOCH, new Secret(adminKey))
				: null;
	}

	/** The key that the settings name, if this is its secret. */
	Optional<ApiKey> findConfigured(Secret secret) {
		return Optional.ofNullable(this.configured).filter((key) -> secret.hasSha256(key.sha256()));
	}

	/** The valid key of a secret among those that are stored. */
	Optional<ApiKey> find(Secret secret) {
		String sha256 = secret.sha256();
		ApiKey key = read(READ_AGAIN_AFTER).get(sha256);
		if (key == null) {
			key = read(READ_AGAIN_FOR_UNKNOWN).get(sha256);
		}
		return Optional.ofNullable(key).filter((found) -> found.takes(sha256, this.clock.instant()));
	}

	/** Makes what was changed in this process known at once. */
	void forget() {
		this.changes.incrementAndGet();
	}

	private Map<String, ApiKey> read(Duration oldest) {
		Snapshot current = valid();
		if (current != null && (current.isYounger(oldest) || !this.reading.tryLock())) {
			return current.keys();
		}
		if (current == null) {
			this.reading.lock();
		}
		try {
			// Others may have read while this request waited.
			Snapshot newest = valid();
			if (newest == null || !newest.isYounger(oldest)) {
				newest = readAfter(newest);
				this.snapshot = newest;
			}
			return newest.keys();
		}
		finally {
			this.reading.unlock();
		}
	}

	private Snapshot readAfter(@Nullable Snapshot last) {
		long change = this.changes.get();
		try {
			return new Snapshot(this.keys.bySha256(), System.nanoTime(), change);
		}
		catch (DataAccessException | TransactionException ex) {
			if (last == null) {
				throw ex;
			}
			logger.debug("the database is unreachable; known keys stay valid", ex);
			return new Snapshot(last.keys(), System.nanoTime(), last.change());
		}
	}

	/** What was read since the last change. */
	private @Nullable Snapshot valid() {
		Snapshot current = this.snapshot;
		return (current != null && current.change() == this.changes.get()) ? current : null;
	}

	/**
	 * The keys at a time.
	 *
	 * @param keys by the digests of their secrets
	 * @param readAt nanoseconds
	 * @param change the number of changes before it was read
	 */
	private record Snapshot(Map<String, ApiKey> keys, long readAt, long change) {

		boolean isYounger(Duration age) {
			return System.nanoTime() - this.readAt < age.toNanos();
		}

	}

}
