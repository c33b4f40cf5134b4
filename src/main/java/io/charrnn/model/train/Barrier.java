package io.charrnn.model.train;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where threads wait for one another between phases of an iteration. Phases take from
 * tens of microseconds to milliseconds and end at about the same time, while waking a
 * thread that sleeps takes as long as a short phase: so threads first wait awake.
 */
final class Barrier {

	/** Some 100 microseconds. */
	private static final int SPINS = 5_000;

	private final int parties;

	private final AtomicInteger arrived = new AtomicInteger();

	private volatile int phase;

	private volatile boolean broken;

	Barrier(int parties) {
		this.parties = parties;
	}

	/**
	 * Waits until all are here, even if interrupted.
	 * @throws IllegalStateException if one will never come
	 */
	void await() {
		int current = this.phase;
		if (this.arrived.incrementAndGet() == this.parties) {
			this.arrived.set(0);
			next(current + 1);
		}
		else if (!spin(current)) {
			sleep(current);
		}
		if (this.broken) {
			throw new IllegalStateException("another thread has failed");
		}
	}

	/** Lets all who wait fail. */
	synchronized void breakDown() {
		this.broken = true;
		notifyAll();
	}

	private synchronized void next(int following) {
		this.phase = following;
		notifyAll();
	}

	private boolean over(int current) {
		return this.phase != current || this.broken;
	}

	private boolean spin(int current) {
		for (int spin = 0; spin < SPINS; spin++) {
			if (over(current)) {
				return true;
			}
			Thread.onSpinWait();
		}
		return false;
	}

	private synchronized void sleep(int current) {
		boolean interrupted = false;
		while (!over(current)) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
