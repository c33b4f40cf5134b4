package io.charrnn.training.run;

import java.time.Duration;

import io.charrnn.process.DatabaseProblems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Repeats what failed because the database was away, busy or full: a worker keeps what it
 * has learned in memory meanwhile. Ends with the last failure when the process ends, and
 * at once with one that trying again does not help.
 */
final class DatabaseRetry {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseRetry.class);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	private final RunControl control;

	private final Duration firstPause;

	DatabaseRetry(RunControl control, Duration firstPause) {
		this.control = control;
		this.firstPause = firstPause;
	}

	/**
	 * Writes what would be of no use for a job that is cancelled.
	 * @throws JobCancelledException if the job is to be cancelled before it works
	 */
	void run(Runnable write) {
		run(write, true);
	}

	/** Writes until it works, whatever the job is asked. */
	void insist(Runnable write) {
		run(write, false);
	}

	private void run(Runnable write, boolean cancellable) {
		Duration pause = this.firstPause;
		while (true) {
			try {
				write.run();
				return;
			}
			catch (DataAccessException | TransactionException ex) {
				if (!DatabaseProblems.mayPass(ex) || !sleep(pause)) {
					throw ex;
				}
				logger.warn("the database does not accept what a training job writes; trying again", ex);
				if (this.control.poll() == Signal.CANCEL && cancellable) {
					throw new JobCancelledException();
				}
			}
			pause = (pause.compareTo(LONGEST_PAUSE) < 0) ? pause.multipliedBy(2) : LONGEST_PAUSE;
		}
	}

	private boolean sleep(Duration pause) {
		try {
			return this.control.sleep(pause);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
