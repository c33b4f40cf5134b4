package io.charrnn.training.run;

import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.charrnn.training.TrainingJobStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * What a worker is told while it trains: asked at every iteration, it looks into the
 * database only now and then, or at once when something in this process says that there
 * is news.
 */
final class RunControl {

	static final Duration INTERVAL = Duration.ofMillis(500);

	/**
	 * After a look that failed: it may have waited seconds for a database that is away.
	 */
	static final Duration INTERVAL_AFTER_FAILURE = Duration.ofSeconds(5);

	private static final Logger logger = LoggerFactory.getLogger(RunControl.class);

	private final Supplier<@Nullable TrainingJobStatus> requested;

	private final LongSupplier nanoTime;

	private volatile boolean stopping;

	private volatile boolean news = true;

	private final Lock looking = new ReentrantLock();

	private volatile long lookAgainAt;

	private volatile Signal signal = Signal.NONE;

	private volatile boolean finishing;

	private volatile @Nullable LostLeaseException lost;

	/**
	 * Prepares the control of one run.
	 * @param requested reads what the job was asked to become from the database
	 * @param nanoTime a clock in nanoseconds
	 */
	RunControl(Supplier<@Nullable TrainingJobStatus> requested, LongSupplier nanoTime) {
		this.requested = requested;
		this.nanoTime = nanoTime;
	}

	/**
	 * Called by the worker, whose interruption means that the process ends.
	 * @throws LostLeaseException if the job is another worker's
	 */
	Signal poll() {
		if (Thread.interrupted()) {
			this.stopping = true;
		}
		lookIfDue();
		if (this.lost != null) {
			throw this.lost;
		}
		return (this.signal == Signal.NONE && this.stopping) ? Signal.STOP : this.signal;
	}

	/** Whether somebody asked to end with what is learned: nothing to look up for. */
	boolean finishing() {
		return this.finishing;
	}

	/**
	 * Whether the worker has no reason to look up from what it does. May be called by any
	 * thread that works for it.
	 */
	boolean goesOn() {
		lookIfDue();
		return this.signal == Signal.NONE && !this.stopping && this.lost == null
				&& !Thread.currentThread().isInterrupted();
	}

	/** If somebody else is looking, that is enough. */
	private void lookIfDue() {
		if (!isDue() || !this.looking.tryLock()) {
			return;
		}
		try {
			if (isDue()) {
				this.news = false;
				Duration pause = look() ? INTERVAL : INTERVAL_AFTER_FAILURE;
				this.lookAgainAt = this.nanoTime.getAsLong() + pause.toNanos();
			}
		}
		finally {
			this.looking.unlock();
		}
	}

	private boolean isDue() {
		return this.news || this.nanoTime.getAsLong() - this.lookAgainAt >= 0;
	}

	/** Called by whoever changed what the job is asked to become. */
	synchronized void wake() {
		this.news = true;
		notifyAll();
	}

	/** Called when the process ends. */
	synchronized void stop() {
		this.stopping = true;
		notifyAll();
	}

	/**
	 * Waits, but not on when there is news or the process ends.
	 * @return whether the process goes on
	 */
	synchronized boolean sleep(Duration duration) throws InterruptedException {
		long end = System.nanoTime() + duration.toNanos();
		for (long left = duration.toMillis(); left > 0 && !this.news
				&& !this.stopping; left = (end - System.nanoTime()) / 1_000_000) {
			wait(left);
		}
		return !this.stopping;
	}

	private boolean look() {
		try {
			TrainingJobStatus status = this.requested.get();
			this.finishing = status == TrainingJobStatus.SUCCEEDED;
			this.signal = (status == null) ? Signal.NONE : switch (status) {
				case PAUSED -> Signal.PAUSE;
				case CANCELLED -> Signal.CANCEL;
				case SUCCEEDED -> Signal.NONE;
				case QUEUED, RUNNING, FAILED ->
					throw new IllegalStateException("a job cannot be asked to become " + status);
			};
			return true;
		}
		catch (LostLeaseException ex) {
			this.lost = ex;
			return true;
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("cannot check for requests; training continues", ex);
			return false;
		}
	}

}
