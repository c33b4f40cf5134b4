package io.charrnn.process;

import java.util.function.IntConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Threads that the service cannot do without: if one dies, it says so and ends the
 * process, for another one to take its place. What can go on catches its failures itself.
 */
public final class VitalThreads extends CustomizableThreadFactory {

	private static final long serialVersionUID = 1;

	private static final Logger logger = LoggerFactory.getLogger(VitalThreads.class);

	private static final int FAILED = 1;

	private final transient IntConsumer end;

	/**
	 * Makes daemons.
	 * @param prefix of their names
	 */
	public VitalThreads(String prefix) {
		this(prefix, Runtime.getRuntime()::halt);
	}

	/**
	 * Makes daemons.
	 * @param prefix of their names
	 * @param end ends the process with a status
	 */
	VitalThreads(String prefix, IntConsumer end) {
		super(prefix);
		this.end = end;
		setDaemon(true);
	}

	@Override
	public Thread createThread(Runnable work) {
		Thread thread = super.createThread(work);
		thread.setUncaughtExceptionHandler(this::die);
		return thread;
	}

	private void die(Thread thread, Throwable cause) {
		try {
			logger.error("The thread {} died, without which the service is of no use: the process ends.",
					thread.getName(), cause);
		}
		finally {
			this.end.accept(FAILED);
		}
	}

}
