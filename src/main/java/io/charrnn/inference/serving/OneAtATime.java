package io.charrnn.inference.serving;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.charrnn.problem.UnavailableException;

/**
 * Work that only one request at a time may do, because it occupies a core or much memory.
 * A few others wait, for a limited time.
 */
public final class OneAtATime {

	private static final int MOST_WAITING = 8;

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

	private final String work;

	private final Semaphore turn = new Semaphore(1, true);

	/** Of the one whose turn it is and of those who wait. */
	private final Semaphore places;

	private final long patience;

	/**
	 * Work of a kind.
	 * @param work what is computed, in the plural
	 */
	public OneAtATime(String work) {
		this(work, MOST_WAITING, PATIENCE);
	}

	/**
	 * Work of a kind.
	 * @param work what is computed, in the plural
	 * @param mostWaiting requests that wait for their turn
	 * @param patience how long one waits
	 */
	public OneAtATime(String work, int mostWaiting, Duration patience) {
		this.work = work;
		this.places = new Semaphore(1 + mostWaiting);
		this.patience = patience.toNanos();
	}

	/**
	 * Works when it is the caller's turn.
	 * @throws UnavailableException if too many wait, or for too long
	 */
	public <T> T inTurn(Supplier<T> task) {
		if (!this.places.tryAcquire()) {
			throw busy();
		}
		try {
			return waitAndRun(task);
		}
		finally {
			this.places.release();
		}
	}

	private <T> T waitAndRun(Supplier<T> task) {
		if (!isMyTurn()) {
			throw busy();
		}
		try {
			return task.get();
		}
		finally {
			this.turn.release();
		}
	}

	private boolean isMyTurn() {
		try {
			return this.turn.tryAcquire(this.patience, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("interrupted while waiting for other computations", ex);
		}
	}

	private UnavailableException busy() {
		return new UnavailableException("too-many-requests",
				"The service computes %s for one request at a time, and others are waiting before this one."
					.formatted(this.work),
				RETRY_AFTER);
	}

}
