package io.charrnn.inference.sessions;

import java.time.Duration;

import io.charrnn.process.DatabaseChore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Drops expired sessions once a minute, on every replica. Not by the scheduler of
 * training jobs, whose threads may be busy for days.
 */
@Component
class SessionSweep extends DatabaseChore {

	private static final Logger logger = LoggerFactory.getLogger(SessionSweep.class);

	private final Sessions sessions;

	SessionSweep(Sessions sessions) {
		super("sessions", Duration.ofMinutes(1));
		this.sessions = sessions;
	}

	@Override
	protected void work() {
		while (this.sessions.sweep() == Sessions.SWEPT_AT_ONCE) {
			logger.debug("more sessions have expired than are dropped at once");
		}
	}

}
