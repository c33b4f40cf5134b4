package io.charrnn.inference.serving;

import java.time.Duration;
import java.util.concurrent.Semaphore;

import io.charrnn.problem.UnavailableException;

import org.springframework.stereotype.Component;

/**
 * Shares the processor's cores among requests: as many compute as there are cores, each
 * for one turn; then the one that waits longest is next. So a short request never waits
 * for the end of a long one.
 */
@Component
public class Turns {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final Semaphore places;

	private final int placeCount;

	private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

	private final long turnNanoseconds;

	Turns(InferenceSettings settings) {
		this.placeCount = settings.maxConcurrentRequests();
		this.places = new Semaphore(this.placeCount);
		this.turnNanoseconds = settings.turn().toNanos();
	}

	/**
	 * Lets a request in and waits until it may compute.
	 * @param between what to do after each turn, without holding a core
	 * @throws UnavailableException if there are too many requests
	 */
	public Turn begin(Turn.Between between) {
		if (!this.places.tryAcquire()) {
			throw new UnavailableException("too-many-requests",
					"The service computes %d requests at a time, and so many are there now.".formatted(this.placeCount),
					RETRY_AFTER);
		}
		return new Turn(this.places, this.cores, this.turnNanoseconds, between);
	}

}
