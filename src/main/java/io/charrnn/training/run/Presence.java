package io.charrnn.training.run;

import java.time.Duration;

import io.charrnn.process.DatabaseChore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Tells the other replicas that this one is up. */
@Component
class Presence extends DatabaseChore {

	private static final Logger logger = LoggerFactory.getLogger(Presence.class);

	private final Replicas replicas;

	private final Duration silence;

	Presence(Replicas replicas, @Value("${db-scheduler.heartbeat-interval}") Duration heartbeat,
			@Value("${db-scheduler.missed-heartbeats-limit}") int missed) {
		super("presence", heartbeat);
		this.replicas = replicas;
		this.silence = heartbeat.multipliedBy(missed);
	}

	@Override
	protected void work() {
		this.replicas.present(this.silence);
	}

	@Override
	public void start() {
		if (this.replicas.areThere()) {
			super.start();
		}
	}

	@Override
	public void stop() {
		boolean was = isRunning();
		super.stop();
		if (was) {
			try {
				this.replicas.leave();
			}
			catch (DataAccessException | TransactionException ex) {
				logger.debug("the database is away; the others will see by the silence that this one has gone", ex);
			}
		}
	}

}
