package io.charrnn.access;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;

import io.charrnn.problem.TooManyRequestsException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What a key uses in this process. Its headers are those of the IETF's draft "RateLimit
 * header fields for HTTP".
 */
final class Usage {

	private static final Duration WINDOW = Duration.ofMinutes(1);

	private static final Duration RETRY_WHEN_BUSY = Duration.ofSeconds(1);

	private final int requestsPerMinute;

	private final int concurrentRequests;

	private final Bucket bucket;

	private final Semaphore places;

	Usage(int requestsPerMinute, int concurrentRequests) {
		this.requestsPerMinute = requestsPerMinute;
		this.concurrentRequests = concurrentRequests;
		this.bucket = Bucket.builder()
			.addLimit((limit) -> limit.capacity(requestsPerMinute).refillGreedy(requestsPerMinute, WINDOW))
			.build();
		this.places = new Semaphore(concurrentRequests);
	}

	/**
	 * Takes a place for a request, to be given back when it has ended.
	 * @throws TooManyRequestsException if the key has had its share
	 */
	void begin(HttpServletResponse response) {
		ConsumptionProbe probe = this.bucket.tryConsumeAndReturnRemaining(1);
		response.setHeader("RateLimit-Policy",
				String.format(Locale.ROOT, "\"requests\";q=%d;w=%d", this.requestsPerMinute, WINDOW.toSeconds()));
		response.setHeader("RateLimit", String.format(Locale.ROOT, "\"requests\";r=%d;t=%d", probe.getRemainingTokens(),
				seconds(probe.getNanosToWaitForReset())));
		if (!probe.isConsumed()) {
			throw new TooManyRequestsException("rate-limited", String.format(Locale.ROOT,
					"The key allows %,d requests a minute, which were made.", this.requestsPerMinute),
					Duration.ofSeconds(seconds(probe.getNanosToWaitForRefill())));
		}
		if (!this.places.tryAcquire()) {
			throw new TooManyRequestsException(
					"too-many-concurrent-requests", String.format(Locale.ROOT,
							"The key allows %,d requests at once, which are under way.", this.concurrentRequests),
					RETRY_WHEN_BUSY);
		}
	}

	void end() {
		this.places.release();
	}

	private static long seconds(long nanoseconds) {
		return (nanoseconds + 999_999_999) / 1_000_000_000;
	}

}
