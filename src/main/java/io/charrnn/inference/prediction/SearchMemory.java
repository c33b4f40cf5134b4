package io.charrnn.inference.prediction;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

import io.charrnn.problem.UnavailableException;

import org.springframework.stereotype.Component;

/** The memory that all searches for continuations take at the same time. */
@Component
class SearchMemory {

	static final long MOST_BYTES = 256L << 20;

	private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

	private final AtomicLong taken = new AtomicLong();

	/**
	 * Takes a part of it. A search that cannot have it ends: with less memory it would
	 * find fewer continuations than alone.
	 * @throws UnavailableException if there is not so much left
	 */
	void take(long bytes) {
		if (this.taken.addAndGet(bytes) > MOST_BYTES) {
			release(bytes);
			throw new UnavailableException("too-many-requests", String.format(Locale.ROOT,
					"The service uses up to %,d bytes to search for continuations, and other requests need them now.",
					MOST_BYTES), RETRY_AFTER);
		}
	}

	/** Gives back what was taken. */
	void release(long bytes) {
		this.taken.addAndGet(-bytes);
	}

}
