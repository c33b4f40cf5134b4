package io.charrnn.training.web;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.charrnn.api.ServerSentEvents;
import io.charrnn.training.ChangedJob;
import io.charrnn.training.JobEvent;
import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.stream.EventSource;

/**
 * Every change of a job's status in a workspace, for as long as somebody listens. Events
 * are numbered by their times, which transactions and replicas do not write in order: the
 * last seconds are looked at again each time.
 */
final class EventsOfWorkspace implements EventSource {

	/** What clocks and transactions may differ by. */
	private static final long OVERLAP = Duration.ofSeconds(10).toMillis();

	/** Jobs that are read at once. */
	private static final int BATCH = 500;

	private final TrainingJobs jobs;

	/** The changes that were sent, by job, of the last seconds. */
	private final Map<JobId, Sent> sent = new HashMap<>();

	private final long first;

	private long newest;

	/**
	 * Tells nothing yet.
	 * @param first time of the first change to tell, milliseconds since 1970
	 */
	EventsOfWorkspace(long first, TrainingJobs jobs) {
		this.first = first;
		this.newest = first;
		this.jobs = jobs;
	}

	@Override
	public News send(ServerSentEvents out) throws IOException {
		long from = Math.max(this.first, this.newest - OVERLAP);
		List<ChangedJob> changed = this.jobs.changedSince(from, BATCH);
		boolean news = false;
		for (ChangedJob change : changed) {
			long number = change.job().statusEvent();
			if (this.sent.containsKey(change.job().id()) && this.sent.get(change.job().id()).number() == number) {
				continue;
			}
			this.newest = Math.max(this.newest, change.at());
			out.send(this.newest, JobEvent.STATUS, TrainingJobJson.of(change.job()));
			this.sent.put(change.job().id(), new Sent(number, change.at()));
			news = true;
		}
		if (!news && changed.size() == BATCH) {
			this.newest = changed.get(BATCH - 1).at() + OVERLAP;
			news = true;
		}
		this.sent.values().removeIf((past) -> past.at() < this.newest - OVERLAP);
		return news ? News.SENT : News.NOTHING;
	}

	@Override
	public String toString() {
		return "a workspace";
	}

	/**
	 * A change that was sent.
	 *
	 * @param number of the job's event
	 * @param at milliseconds since 1970
	 */
	private record Sent(long number, long at) {
	}

}
