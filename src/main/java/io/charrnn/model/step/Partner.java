package io.charrnn.model.step;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Where a thread that has nothing else to do computes parts of another thread's work,
 * each of microseconds up to a few milliseconds: so it waits awake. The thread whose work
 * it is never depends on it: a part that is late is computed again, and whoever is late
 * for long is sent away, as others seem to want its processor. Used by one thread that
 * asks; others may come and help, one at a time.
 */
public final class Partner {

	/** Nanoseconds, about: what a spin takes. */
	private static final int SPIN = 30;

	/** Nanoseconds, for a part of a few microseconds. */
	private static final int PATIENCE = 30_000;

	/**
	 * Some 3 milliseconds: until the first part, a few steps may be computed elsewhere.
	 */
	private static final int IDLE = 100_000;

	/** Parts in a row for which somebody may be late. */
	private static final int BEHIND = 16;

	/** Parts: for fewer, nobody should come. */
	private static final int LEAST_PAUSE = 32;

	private static final int MOST_PAUSE = 8192;

	private Runnable part = () -> {
	};

	/** Parts that were asked for. */
	private volatile int asked;

	/** The number of the part that was computed last. */
	private volatile int done;

	private final AtomicBoolean present = new AtomicBoolean();

	private volatile boolean sentAway;

	/** Parts in a row that nobody could be asked for. */
	private int missed;

	/** Those for which somebody was late. */
	private int behind;

	/** So many must there be before somebody is called. */
	private int pause = LEAST_PAUSE;

	/** Parts that were not late, since the pause became shorter. */
	private int punctual;

	/**
	 * Computes parts until it is sent away, or none has been asked for in some 3
	 * milliseconds; does nothing if another thread is here.
	 * @param wantedElsewhere whether to go at once; is asked often
	 */
	public void help(BooleanSupplier wantedElsewhere) {
		if (!this.present.compareAndSet(false, true)) {
			return;
		}
		try {
			this.sentAway = false;
			for (int idle = 0; idle < IDLE && !this.sentAway && !wantedElsewhere.getAsBoolean(); idle++) {
				int number = this.asked;
				if (number != this.done) {
					this.part.run();
					this.done = number;
					idle = 0;
				}
				Thread.onSpinWait();
			}
		}
		finally {
			this.present.set(false);
		}
	}

	/** Whether somebody helps. */
	public boolean isPresent() {
		return this.present.get();
	}

	/**
	 * Whether somebody should come now, as enough parts have been computed alone: twice
	 * as many each time, half as many after so many that were not late. To be asked by
	 * the thread that asks for parts.
	 */
	public boolean calls() {
		if (isPresent() || this.missed < this.pause) {
			return false;
		}
		this.missed = 0;
		this.pause = Math.min(2 * this.pause, MOST_PAUSE);
		return true;
	}

	/** Forgets the parts that were computed alone, as from now on they are of others. */
	public void startOver() {
		this.missed = 0;
	}

	/**
	 * Asks for a part, if somebody is there and has done all before.
	 * @param part may run in another thread until it is {@link #await awaited} with
	 * success, or if it is not, at any time later: what it writes nobody else may read
	 * then
	 * @return whether it was requested
	 */
	boolean ask(Runnable part) {
		int number = this.asked;
		if (!isPresent() || this.sentAway) {
			this.missed++;
			this.behind = 0;
			return false;
		}
		if (this.done != number) {
			this.missed++;
			this.sentAway = ++this.behind >= BEHIND;
			return false;
		}
		this.missed = 0;
		this.behind = 0;
		this.part = part;
		this.asked = number + 1;
		return true;
	}

	/**
	 * Whether somebody is there to be asked for parts. If not, they count as computed
	 * alone.
	 */
	boolean expects(int parts) {
		if (!isPresent()) {
			this.missed += parts;
			return false;
		}
		return true;
	}

	/**
	 * Waits for the part of a few microseconds that was requested.
	 * @return whether it is there; if not, it will not be
	 */
	boolean await() {
		return await(PATIENCE);
	}

	/**
	 * Waits for the part that was requested.
	 * @param nanoseconds about so long
	 * @return whether it is there; if not, it will not be
	 */
	boolean await(long nanoseconds) {
		int number = this.asked;
		for (long spins = nanoseconds / SPIN; spins > 0; spins--) {
			if (this.done == number) {
				shortenPause();
				return true;
			}
			if (!isPresent()) {
				return false;
			}
			Thread.onSpinWait();
		}
		return false;
	}

	private void shortenPause() {
		if (++this.punctual >= this.pause) {
			this.punctual = 0;
			this.pause = Math.max(this.pause / 2, LEAST_PAUSE);
		}
	}

}
