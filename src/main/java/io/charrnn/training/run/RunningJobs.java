package io.charrnn.training.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.charrnn.training.JobId;

import org.springframework.stereotype.Component;

/** The jobs that this process is training. */
@Component
public class RunningJobs {

	private final Map<JobId, RunControl> running = new ConcurrentHashMap<>();

	private volatile boolean stopping;

	/** Lets a job know at once that it was asked something, if it is trained here. */
	public void wake(JobId job) {
		RunControl control = this.running.get(job);
		if (control != null) {
			control.wake();
		}
	}

	void add(JobId job, RunControl control) {
		this.running.put(job, control);
		if (this.stopping) {
			control.stop();
		}
	}

	void remove(JobId job, RunControl control) {
		this.running.remove(job, control);
	}

	/** Lets runs begin, at first and after a stop. */
	void start() {
		this.stopping = false;
	}

	/** Makes all runs write a checkpoint and hand their jobs back. */
	void stop() {
		this.stopping = true;
		this.running.values().forEach(RunControl::stop);
	}

	/** How many there are. */
	int count() {
		return this.running.size();
	}

	boolean stopping() {
		return this.stopping;
	}

}
