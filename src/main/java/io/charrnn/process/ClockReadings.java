package io.charrnn.process;

import java.time.Clock;
import java.time.Duration;

import org.springframework.stereotype.Component;

/** Asks the database for the time now and then, if its clock is the service's. */
@Component
class ClockReadings extends DatabaseChore {

	private final Clock clock;

	ClockReadings(Clock clock) {
		super("clock", Duration.ofSeconds(10));
		this.clock = clock;
	}

	@Override
	protected void work() {
		((DatabaseClock) this.clock).read();
	}

	@Override
	public void start() {
		if (this.clock instanceof DatabaseClock) {
			super.start();
		}
	}

}
