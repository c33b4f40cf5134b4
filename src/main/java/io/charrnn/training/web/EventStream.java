package io.charrnn.training.web;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.charrnn.connection.Exchange;
import io.charrnn.training.JobEvent;
import io.charrnn.training.JobEvents;
import io.charrnn.training.JobId;
import io.charrnn.training.Metric;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.web.TrainingJobJson.ProgressJson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends a job's events to one client, which it reads from the database: so any replica
 * can serve the stream, and a client can go on with another after any event.
 */
final class EventStream {

	private static final Logger logger = LoggerFactory.getLogger(EventStream.class);

	private static final Duration POLL = Duration.ofMillis(300);

	/** Polls without an event after which a comment keeps the connection alive. */
	private static final int HEARTBEAT = 30;

	/** What a client waits before it connects again. */
	private static final long RECONNECT_MILLIS = 1000;

	/** Of the last event where the job goes on but the process does not. */
	private static final String STOPPING = "stopping";

	/** Of the last event where the stream cannot go on. */
	private static final String FAILED = "internal-error";

	private final JobId job;

	private final TrainingJobs jobs;

	private final JobEvents events;

	private final @Nullable Exchange exchange = Exchange.ofThisThread();

	private final SseEmitter emitter = new SseEmitter(0L);

	private long after;

	private int silentPolls;

	private boolean stopped;

	EventStream(JobId job, long after, TrainingJobs jobs, JobEvents events) {
		this.job = job;
		this.after = after;
		this.jobs = jobs;
		this.events = events;
		this.emitter.onCompletion(this::stop);
	}

	SseEmitter emitter() {
		return this.emitter;
	}

	/** Lets others have its place if its client is slow to read. */
	void giveWay() {
		if (this.exchange != null) {
			this.exchange.giveWay();
		}
	}

	/** Ends the stream soon, from any thread. */
	synchronized void stop() {
		this.stopped = true;
		notifyAll();
	}

	/** Sends until the job has ended, the client is gone or the process ends. */
	void run() {
		try {
			sendAll();
			this.emitter.complete();
		}
		catch (IOException ex) {
			// The client is gone; the container completes the request.
			logger.debug("the client of an event stream of {} is gone", this.job, ex);
		}
		catch (InterruptedException ex) {
			this.emitter.complete();
			Thread.currentThread().interrupt();
		}
	}

	private void sendAll() throws IOException, InterruptedException {
		try {
			send(SseEmitter.event().reconnectTime(RECONNECT_MILLIS).comment("events of " + this.job));
			boolean more = true;
			while (more && goesOn()) {
				more = poll();
			}
			if (more) {
				sendEnd(STOPPING);
			}
		}
		catch (RuntimeException ex) {
			logger.warn("an event stream of {} failed", this.job, ex);
			sendEnd(FAILED);
		}
	}

	private void sendEnd(String reason) throws IOException {
		send(SseEmitter.event().name("end").data(Map.of("reason", reason), MediaType.APPLICATION_JSON));
	}

	/** Fails as a lost connection does if the container has ended the request. */
	private void send(SseEmitter.SseEventBuilder event) throws IOException {
		try {
			this.emitter.send(event);
		}
		catch (IllegalStateException ex) {
			throw new IOException("the request has ended", ex);
		}
	}

	/** Sends what is new, or waits; returns false after the last event of the job. */
	private boolean poll() throws IOException, InterruptedException {
		try {
			Optional<TrainingJob> current = this.jobs.lookUp(this.job);
			if (current.isEmpty()) {
				return false;
			}
			if (sendNews(current.get())) {
				this.silentPolls = 0;
				return true;
			}
			if (current.get().status().finished()) {
				return false;
			}
		}
		catch (DataAccessException ex) {
			logger.debug("cannot read the events of {} now, trying again", this.job, ex);
		}
		pause();
		return true;
	}

	private boolean sendNews(TrainingJob current) throws IOException {
		List<JobEvent> news = this.events.after(current, this.after);
		for (JobEvent event : news) {
			send(SseEmitter.event()
				.id(String.valueOf(event.number()))
				.name(event.type())
				.data(data(event, current), MediaType.APPLICATION_JSON));
			this.after = event.number();
		}
		if (news.isEmpty()) {
			// Whatever is between was replaced by later events.
			this.after = Math.max(this.after, current.event());
		}
		return !news.isEmpty();
	}

	private void pause() throws IOException, InterruptedException {
		if (++this.silentPolls % HEARTBEAT == 0) {
			send(SseEmitter.event().comment("still here"));
		}
		synchronized (this) {
			if (!this.stopped) {
				wait(POLL.toMillis());
			}
		}
	}

	private synchronized boolean goesOn() {
		return !this.stopped;
	}

	private static Object data(JobEvent event, TrainingJob current) {
		if (event.data() instanceof TrainingJob job) {
			return TrainingJobJson.of(job);
		}
		if (event.data() instanceof Metric metric) {
			return new MetricEvent(metric, ProgressJson.of(current));
		}
		return event.data();
	}

	/**
	 * A point of the curves, and how far the job has come by now.
	 *
	 * @param metric the point
	 * @param progress of the job
	 */
	private record MetricEvent(@JsonUnwrapped Metric metric, ProgressJson progress) {
	}

}
