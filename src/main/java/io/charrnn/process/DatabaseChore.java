package io.charrnn.process;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * A periodic task on the database, on its own thread. Failures are retried at the next
 * time, and logged unless the database was only unreachable, busy or full.
 */
public abstract class DatabaseChore implements SmartLifecycle {

	private final Logger logger = LoggerFactory.getLogger(getClass());

	private final String name;

	private final Duration first;

	private final Duration interval;

	private @Nullable ScheduledExecutorService thread;

	/**
	 * Does nothing before it is started.
	 * @param interval from the end of one time to the beginning of the next
	 */
	protected DatabaseChore(String name, Duration interval) {
		this(name, interval, interval);
	}

	/**
	 * Does nothing before it is started.
	 * @param first from the start to the first time
	 * @param interval from the end of one time to the beginning of the next
	 */
	protected DatabaseChore(String name, Duration first, Duration interval) {
		this.name = name;
		this.first = first;
		this.interval = interval;
	}

	/** Does the work once. */
	protected abstract void work();

	/** Does the work once, whatever fails. */
	protected final void tryWork() {
		try {
			work();
		}
		catch (Throwable ex) {
			if (DatabaseProblems.mayPass(ex)) {
				this.logger.debug("the database is unreachable, busy or full; trying again", ex);
			}
			else {
				this.logger.warn("the task \"{}\" failed and will be tried again", this.name, ex);
			}
		}
	}

	@Override
	public void start() {
		this.thread = new VitalThreads(this.name, 1);
		this.thread.scheduleWithFixedDelay(this::tryWork, this.first.toMillis(), this.interval.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	@Override
	public void stop() {
		if (this.thread != null) {
			this.thread.shutdownNow();
			this.thread = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

}
