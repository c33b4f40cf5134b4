package io.charrnn.connection.body;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

import io.charrnn.problem.UnavailableException;

import org.springframework.stereotype.Component;

/** The bytes of all bodies that are in memory at the same time. */
@Component
class BodyBudget {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

	private final long most;

	private final AtomicLong taken = new AtomicLong();

	BodyBudget(BodySettings settings) {
		this.most = settings.memoryOrPartOfHeap();
	}

	/** Bytes of all bodies. */
	long most() {
		return this.most;
	}

	/**
	 * Takes a part of it.
	 * @param bytes that have come
	 * @throws UnavailableException if there is not so much left
	 */
	void take(int bytes) {
		if (this.taken.addAndGet(bytes) > this.most) {
			giveBack(bytes);
			throw new UnavailableException("too-many-bytes", String.format(Locale.ROOT,
					"The service accepts bodies of %,d bytes in total at the same time (charrnn.body.memory), and "
							+ "this one exceeds what is left now.",
					this.most), RETRY_AFTER);
		}
	}

	void giveBack(long bytes) {
		this.taken.addAndGet(-bytes);
	}

}
