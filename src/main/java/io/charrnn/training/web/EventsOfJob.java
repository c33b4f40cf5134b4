package io.charrnn.training.web;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.charrnn.api.ServerSentEvents;
import io.charrnn.training.JobEvent;
import io.charrnn.training.JobEvents;
import io.charrnn.training.JobId;
import io.charrnn.training.Metric;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.stream.EventSource;
import io.charrnn.training.web.TrainingJobJson.ProgressJson;

/** All that happens to one job, until it has ended. */
final class EventsOfJob implements EventSource {

	private final JobId job;

	private final TrainingJobs jobs;

	private final JobEvents events;

	private long after;

	/**
	 * Tells nothing yet.
	 * @param after number of the last event that the client knows
	 */
	EventsOfJob(JobId job, long after, TrainingJobs jobs, JobEvents events) {
		this.job = job;
		this.after = after;
		this.jobs = jobs;
		this.events = events;
	}

	@Override
	public News send(ServerSentEvents out) throws IOException {
		Optional<TrainingJob> current = this.jobs.lookUp(this.job);
		if (current.isEmpty()) {
			return News.ENDED;
		}
		if (sendNews(current.get(), out)) {
			return News.SENT;
		}
		return current.get().status().finished() ? News.ENDED : News.NOTHING;
	}

	private boolean sendNews(TrainingJob current, ServerSentEvents out) throws IOException {
		List<JobEvent> news = this.events.after(current, this.after);
		for (JobEvent event : news) {
			out.send(event.number(), event.type(), data(event, current));
			this.after = event.number();
		}
		if (news.isEmpty()) {
			// Whatever is between was replaced by later events.
			this.after = Math.max(this.after, current.event());
		}
		return !news.isEmpty();
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

	@Override
	public String toString() {
		return this.job.toString();
	}

	/** A point of the curves, and how far the job has come by now. */
	record MetricEvent(@JsonUnwrapped Metric metric, ProgressJson progress) {
	}

}
