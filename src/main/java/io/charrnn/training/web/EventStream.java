package io.charrnn.training.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.charrnn.api.Client;
import io.charrnn.api.ClientGoneException;
import io.charrnn.api.ServerSentEvents;
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

/**
 * Sends a job's events to one client, which it reads from the database: so any replica
 * can serve the stream, and a client can go on with another after any event.
 */
final class EventStream {

	private static final Logger logger = LoggerFactory.getLogger(EventStream.class);

	private static final Duration POLL = Duration.ofMillis(300);

	/** What a client waits before it connects again. */
	private static final Duration RECONNECT = Duration.ofSeconds(1);

	/** Of the last event where the job goes on but the process does not. */
	private static final String STOPPING = "stopping";

	/** Of the last event where the stream cannot go on. */
	private static final String FAILED = "internal-error";

	private final JobId job;

	private final TrainingJobs jobs;

	private final JobEvents events;

	private final @Nullable Exchange exchange = Exchange.ofThisThread();

	private final ServerSentEvents out;

	private final Client client;

	private long after;

	private boolean stopped;

	EventStream(JobId job, long after, TrainingJobs jobs, JobEvents events, ServerSentEvents out, Client client) {
		this.job = job;
		this.after = after;
		this.jobs = jobs;
		this.events = events;
		this.out = out;
		this.client = client;
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

	/**
	 * Sends until the job has ended or the process ends.
	 * @throws IOException if the client has gone
	 */
	void run() throws IOException {
		this.out.begin(RECONNECT);
		try {
			boolean more = true;
			while (more && goesOn()) {
				more = poll();
			}
			if (more) {
				sendEnd(STOPPING);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			sendEnd(STOPPING);
		}
		catch (UncheckedIOException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.warn("an event stream of {} failed", this.job, ex);
			sendEnd(FAILED);
		}
	}

	private void sendEnd(String reason) throws IOException {
		this.out.send("end", Map.of("reason", reason));
	}

	/** Sends what is new, or waits; returns false after the last event of the job. */
	private boolean poll() throws IOException, InterruptedException {
		if (this.client.isGone()) {
			throw new ClientGoneException();
		}
		try {
			Optional<TrainingJob> current = this.jobs.lookUp(this.job);
			if (current.isEmpty()) {
				return false;
			}
			if (sendNews(current.get())) {
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
			this.out.send(event.number(), event.type(), data(event, current));
			this.after = event.number();
		}
		if (news.isEmpty()) {
			// Whatever is between was replaced by later events.
			this.after = Math.max(this.after, current.event());
		}
		return !news.isEmpty();
	}

	private void pause() throws IOException, InterruptedException {
		this.out.idle();
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
