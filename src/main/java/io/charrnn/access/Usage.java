package io.charrnn.access;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;

import io.charrnn.problem.TooManyRequestsException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * What a key uses in this process. Its headers are those of the IETF's draft "RateLimit
 * header fields for HTTP".
 */
final class Usage {

	private static final Duration WINDOW = Duration.ofMinutes(1);

	private static final Duration RETRY_WHEN_BUSY = Duration.ofSeconds(1);

	private final int requestsPerMinute;

	private final int concurrentRequests;

	private final int charactersPerMinute;

	private final Bucket requests;

	private final Semaphore places;

	/** Null if there is no bound. */
	private final @Nullable Bucket characters;

	/**
	 * Begins with nothing used.
	 * @param charactersPerMinute 0 for no bound
	 */
	Usage(int requestsPerMinute, int concurrentRequests, int charactersPerMinute) {
		this.requestsPerMinute = requestsPerMinute;
		this.concurrentRequests = concurrentRequests;
		this.charactersPerMinute = charactersPerMinute;
		this.requests = bucket(requestsPerMinute);
		this.places = new Semaphore(concurrentRequests);
		this.characters = (charactersPerMinute > 0) ? bucket(charactersPerMinute) : null;
	}

	private static Bucket bucket(int capacity) {
		return Bucket.builder().addLimit((limit) -> limit.capacity(capacity).refillGreedy(capacity, WINDOW)).build();
	}

	/**
	 * Takes a place for a request, to be given back when it has ended.
	 * @throws TooManyRequestsException if the key has had its share
	 */
	void begin(HttpServletResponse response) {
		ConsumptionProbe probe = this.requests.tryConsumeAndReturnRemaining(1);
		response.setHeader("RateLimit-Policy", policy("requests", this.requestsPerMinute) + policyOfCharacters());
		response.setHeader("RateLimit",
				left("requests", probe.getRemainingTokens(), probe.getNanosToWaitForReset()) + leftCharacters());
		if (!probe.isConsumed()) {
			throw new TooManyRequestsException(
					"rate-limited", String.format(Locale.ROOT,
							"The key allows %,d requests per minute, which have been used.", this.requestsPerMinute),
					Duration.ofSeconds(seconds(probe.getNanosToWaitForRefill())));
		}
		if (!this.places.tryAcquire()) {
			throw new TooManyRequestsException(
					"too-many-concurrent-requests", String.format(Locale.ROOT,
							"The key allows %,d concurrent requests, which are in progress.", this.concurrentRequests),
					RETRY_WHEN_BUSY);
		}
	}

	void end() {
		this.places.release();
	}

	/**
	 * Checks that a request may have models read and write.
	 * @throws TooManyRequestsException if the key has had its characters
	 */
	void checkCharacters() {
		if (this.characters != null && this.characters.getAvailableTokens() <= 0) {
			long wait = this.characters.estimateAbilityToConsume(1).getNanosToWaitForRefill();
			throw new TooManyRequestsException("rate-limited", String.format(Locale.ROOT,
					"The key allows models to read and generate %,d characters per minute, which have been used for "
							+ "now.",
					this.charactersPerMinute), Duration.ofSeconds(Math.max(1, seconds(wait))));
		}
	}

	/** Takes characters away, be there so many left or not. */
	void addCharacters(long characters) {
		if (this.characters != null && characters > 0) {
			this.characters.consumeIgnoringRateLimits(characters);
		}
	}

	private String policyOfCharacters() {
		return (this.characters != null) ? ", " + policy("characters", this.charactersPerMinute) : "";
	}

	private String leftCharacters() {
		if (this.characters == null) {
			return "";
		}
		long left = this.characters.getAvailableTokens();
		long missing = this.charactersPerMinute - left;
		return ", " + left("characters", Math.max(0, left), missing * WINDOW.toNanos() / this.charactersPerMinute);
	}

	private static String policy(String what, int most) {
		return "\"" + what + "\";q=" + most + ";w=" + WINDOW.toSeconds();
	}

	private static String left(String what, long count, long nanosecondsToReset) {
		return "\"" + what + "\";r=" + count + ";t=" + seconds(nanosecondsToReset);
	}

	private static long seconds(long nanoseconds) {
		return (nanoseconds + 999_999_999) / 1_000_000_000;
	}

}
