package io.charrnn.training.web;

import java.time.Duration;
import java.util.Locale;
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
import org.jspecify.annotations.Nullable;

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

	private final int most;

	private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

	private volatile @Nullable ExecutorService threads;

	EventStreams(TrainingJobs jobs, JobEvents events, TrainingSettings settings) {
		this.jobs = jobs;
		this.events = events;
		this.most = settings.maxEventStreams();
	}

	/**
	 * Opens a stream.
	 * @param job whose events it has
	 * @param after number of the last event that the client knows
	 * @throws UnavailableException if too many streams are open
	 */
	SseEmitter open(JobId job, long after) {
		ExecutorService current = this.threads;
		if (current == null) {
			throw new UnavailableException("stopping", "The server is about to stop.", RETRY_AFTER);
		}
		EventStream stream = new EventStream(job, after, this.jobs, this.events);
		try {
			current.execute(() -> run(stream));
		}
		catch (RejectedExecutionException ex) {
			this.open.forEach(EventStream::giveWay);
			throw new UnavailableException("too-many-streams", String.format(Locale.ROOT,
					"%d event streams are open already, which is the most (charrnn.training.max-event-streams).",
					this.most), RETRY_AFTER);
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
			if (!isRunning()) {
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
		this.threads = new ThreadPoolExecutor(0, this.most, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
				new CustomizableThreadFactory("events-"));
	}

	/** Ends all streams before the web server waits for them. */
	@Override
	public void stop() {
		ExecutorService current = this.threads;
		this.threads = null;
		this.open.forEach(EventStream::stop);
		if (current != null) {
			current.shutdown();
		}
	}

	@Override
	public boolean isRunning() {
		return this.threads != null;
	}

}
