package io.charrnn.access;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Requests that were rejected for lack of a key that counts: the first of an address in a
 * minute gets a line in the log, and the others one together.
 */
final class Refused {

	private static final Duration WINDOW = Duration.ofMinutes(1);

	private static final int MOST_ADDRESSES = 10_000;

	private final Cache<String, AtomicInteger> others;

	Refused(Logger log, Ticker ticker) {
		this.others = Caffeine.newBuilder()
			.expireAfterWrite(WINDOW)
			.maximumSize(MOST_ADDRESSES)
			.ticker(ticker)
			.scheduler(Scheduler.systemScheduler())
			.executor(Runnable::run)
			.<String, AtomicInteger>removalListener((address, count, cause) -> tell(log, address, count))
			.build();
	}

	/** Whether this is the first of an address in a while; otherwise it is counted. */
	boolean isFirst(String address) {
		AtomicInteger count = new AtomicInteger();
		AtomicInteger known = this.others.get(address, (key) -> count);
		if (known == count) {
			return true;
		}
		known.incrementAndGet();
		return false;
	}

	private static void tell(Logger log, @Nullable String address, @Nullable AtomicInteger count) {
		if (count != null && count.get() > 0) {
			log.atInfo()
				.addKeyValue("address", address)
				.addKeyValue("count", count.get())
				.log("{} more requests from {} had no valid key within a minute", count.get(), address);
		}
	}

}
