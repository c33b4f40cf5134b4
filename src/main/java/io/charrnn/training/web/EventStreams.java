package io.charrnn.training.web;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.charrnn.problem.UnavailableException;
import io.charrnn.training.JobEvents;
import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.TrainingSettings;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The open event streams, of which there is a bounded number. Each has a thread, so that
 * a client that does not read holds up nobody else.
 */
@Component
class EventStreams implements SmartLifecycle {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private final TrainingJobs jobs;

	private final JobEvents events;

	private final ExecutorService threads;

	private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

	private volatile boolean running;

	EventStreams(TrainingJobs jobs, JobEvents events, TrainingSettings settings) {
		this.jobs = jobs;
		this.events = events;
		this.threads = new ThreadPoolExecutor(0, settings.maxEventStreams(), 10, TimeUnit.SECONDS,
				new SynchronousQueue<>(), new CustomizableThreadFactory("events-"));
	}

	/**
	 * Opens a stream.
	 * @param job whose events it has
	 * @param after number of the last event that the client knows
	 * @throws UnavailableException if too many streams are open
	 */
	SseEmitter open(JobId job, long after) {
		EventStream stream = new EventStream(job, after, this.jobs, this.events);
		try {
			this.threads.execute(() -> run(stream));
		}
		catch (RejectedExecutionException ex) {
			throw new UnavailableException("too-many-streams",
					"As many event streams are open as the server allows (charrnn.training.max-event-streams).",
					RETRY_AFTER);
		}
		return stream.emitter();
	}

	/** Streams that are open now. */
	int count() {
		return this.open.size();
	}

	private void run(EventStream stream) {
		this.open.add(stream);
		try {
			if (!this.running) {
				stream.stop();
			}
			stream.run();
		}
		finally {
			this.open.remove(stream);
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	/** Ends all streams before the web server waits for them. */
	@Override
	public void stop() {
		this.running = false;
		this.open.forEach(EventStream::stop);
		this.threads.shutdown();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
