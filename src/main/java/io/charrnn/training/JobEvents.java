package io.charrnn.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.springframework.stereotype.Component;

/**
 * What happened to a job, in order. Metrics, samples and checkpoints that a later one
 * replaced are left out, and of its status only the newest change is told.
 */
@Component
public class JobEvents {

	private static final int BATCH = 200;

	private final Metrics metrics;

	private final TrainingSamples samples;

	private final Checkpoints checkpoints;

	JobEvents(Metrics metrics, TrainingSamples samples, Checkpoints checkpoints) {
		this.metrics = metrics;
		this.samples = samples;
		this.checkpoints = checkpoints;
	}

	/**
	 * The next events of a job, not necessarily all.
	 * @param job as it was just read
	 * @param after number of the last event that is known already
	 */
	public List<JobEvent> after(TrainingJob job, long after) {
		if (job.event() <= after) {
			return List.of();
		}
		List<List<JobEvent>> sources = List.of(this.metrics.events().after(job.id(), after, BATCH),
				this.samples.events().after(job.id(), after, BATCH),
				this.checkpoints.events().after(job.id(), after, BATCH));
		// Later events of a source that was cut off are not known yet.
		long complete = sources.stream().mapToLong(JobEvents::completeUpTo).min().orElse(Long.MAX_VALUE);
		List<JobEvent> events = new ArrayList<>();
		sources.forEach(events::addAll);
		if (job.statusEvent() > after) {
			events.add(status(job));
		}
		events.removeIf((event) -> event.number() > Math.min(complete, job.event()));
		events.sort(Comparator.comparingLong(JobEvent::number));
		return events;
	}

	/**
	 * The last events of a job, the last first.
	 * @param job as it was just read
	 * @param before only earlier events than this number
	 */
	public List<JobEvent> before(TrainingJob job, long before, int limit) {
		List<JobEvent> events = new ArrayList<>();
		events.addAll(this.metrics.events().before(job.id(), before, limit));
		events.addAll(this.samples.events().before(job.id(), before, limit));
		events.addAll(this.checkpoints.events().before(job.id(), before, limit));
		if (job.statusEvent() < before) {
			events.add(status(job));
		}
		events.sort(Comparator.comparingLong(JobEvent::number).reversed());
		return events.subList(0, Math.min(limit, events.size()));
	}

	private static JobEvent status(TrainingJob job) {
		return new JobEvent(job.statusEvent(), JobEvent.STATUS, job);
	}

	private static long completeUpTo(List<JobEvent> source) {
		return (source.size() < BATCH) ? Long.MAX_VALUE : source.get(source.size() - 1).number();
	}

}
