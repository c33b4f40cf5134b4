package io.charrnn.inference.serving;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Lets requests end before the web server waits for them: short ones by themselves, long
 * ones with a problem that says when to try again.
 */
@Component
class ServingStop implements SmartLifecycle {

	/** After the jobs were told to stop, before the web server waits. */
	private static final int PHASE = DEFAULT_PHASE - 1;

	private final Requests requests;

	private volatile boolean running;

	ServingStop(Requests requests) {
		this.requests = requests;
	}

	@Override
	public void start() {
		this.requests.admit();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.requests.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
