package io.charrnn.inference.sessions;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Drops expired sessions once a minute, on every replica. Not by the scheduler of
 * training jobs, whose threads may be busy for days.
 */
@Component
class SessionSweep implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(SessionSweep.class);

	private static final Duration INTERVAL = Duration.ofMinutes(1);

	private final Sessions sessions;

	private @Nullable ScheduledExecutorService thread;

	SessionSweep(Sessions sessions) {
		this.sessions = sessions;
	}

	private void sweep() {
		try {
			while (this.sessions.sweep() == Sessions.SWEPT_AT_ONCE) {
				logger.debug("more sessions have expired than are dropped at once");
			}
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("cannot drop expired sessions now, trying again", ex);
		}
	}

	@Override
	public void start() {
		this.thread = Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("sessions-"));
		this.thread.scheduleWithFixedDelay(this::sweep, INTERVAL.toMillis(), INTERVAL.toMillis(),
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
