package io.charrnn.training.run;

import com.github.kagkarlsson.scheduler.Scheduler;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Makes workers write their checkpoints and hand their jobs back as soon as the process
 * is asked to end, before anything else is stopped. The scheduler waits for them later.
 */
@Component
class CleanStop implements SmartLifecycle {

	private final Scheduler scheduler;

	private final RunningJobs running;

	private volatile boolean started;

	CleanStop(Scheduler scheduler, RunningJobs running) {
		this.scheduler = scheduler;
		this.running = running;
	}

	@Override
	public void start() {
		this.running.start();
		this.scheduler.resume();
		this.started = true;
	}

	@Override
	public void stop() {
		this.started = false;
		this.scheduler.pause();
		this.running.stop();
	}

	@Override
	public boolean isRunning() {
		return this.started;
	}

}
