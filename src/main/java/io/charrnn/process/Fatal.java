package io.charrnn.process;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process for lack of something that it cannot continue without, so that whoever
 * watches it starts another one.
 */
final class Fatal {

	/** "Internal software error" in BSD's sysexits.h. */
	static final int STATUS = 70;

	/** For an orderly end, after which the process ends anyway. */
	private static final Duration GRACE = Duration.ofSeconds(10);

	private static final Logger logger = LoggerFactory.getLogger(Fatal.class);

	private Fatal() {
	}

	/**
	 * Says why and ends the process, which the caller does not wait for.
	 * @param what has died
	 * @param cause of its death
	 */
	static void end(String what, Throwable cause) {
		try {
			logger.error("{} has died, which the service cannot run without: the process exits with status {}", what,
					STATUS, cause);
			daemon(() -> Runtime.getRuntime().exit(STATUS));
			daemon(Fatal::halt);
		}
		catch (Throwable ex) {
			// Not even this much memory is left.
			Runtime.getRuntime().halt(STATUS);
		}
	}

	private static void halt() {
		try {
			Thread.sleep(GRACE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		Runtime.getRuntime().halt(STATUS);
	}

	private static void daemon(Runnable work) {
		Thread thread = new Thread(work, "end");
		thread.setDaemon(true);
		thread.start();
	}

}
