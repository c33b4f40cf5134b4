package io.charrnn.training.request;

import java.util.List;
import java.util.function.Predicate;

import io.charrnn.problem.ConflictException;
import io.charrnn.problem.Problem;
import io.charrnn.training.Checkpoints;
import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.TrainingJobStatus.Event;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.Trial;
import io.charrnn.training.run.JobQueue;
import io.charrnn.training.run.Publication;
import io.charrnn.training.run.RunningJobs;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes to jobs requested by clients. */
@Service
public class JobControl {

	private final TrainingJobs jobs;

	private final Checkpoints checkpoints;

	private final Publication publication;

	private final Extension extension;

	private final JobQueue queue;

	private final RunningJobs running;

	private final TransactionTemplate transaction;

	JobControl(TrainingJobs jobs, Checkpoints checkpoints, Publication publication, Extension extension, JobQueue queue,
			RunningJobs running, TransactionTemplate transaction) {
		this.jobs = jobs;
		this.checkpoints = checkpoints;
		this.publication = publication;
		this.extension = extension;
		this.queue = queue;
		this.running = running;
		this.transaction = transaction;
	}

	/**
	 * Pauses a job. One that is running is only asked to pause, and does so at its next
	 * iteration.
	 * @throws ConflictException if its status does not allow it
	 */
	public TrainingJob pause(JobId id) {
		return stop(id, Event.PAUSE);
	}

	/**
	 * Cancels a job. One that is running is only asked to end, and does so at its next
	 * iteration.
	 * @throws ConflictException if its status does not allow it
	 */
	public TrainingJob cancel(JobId id) {
		return stop(id, Event.CANCEL);
	}

	/**
	 * Lets a paused job continue from its checkpoint as soon as a worker is free.
	 * @throws ConflictException if its status does not allow it
	 */
	public TrainingJob resume(JobId id) {
		return enqueue(id, (job) -> this.jobs.change(requireOfNoSearch(job), Event.RESUME));
	}

	/**
	 * Lets a job that has ended train on from its last checkpoint, exactly, as soon as a
	 * worker is free.
	 * @param limits an object with {@code epochs}, {@code maxIterations} or
	 * {@code maxDuration}, instead of the job's own
	 * @throws ConflictException if it has not ended, or has nothing to continue from
	 */
	public TrainingJob extend(JobId id, JsonNode limits) {
		return enqueue(id, (job) -> {
			requireOfNoSearch(job).status().next(Event.EXTEND);
			return this.extension.extend(job, limits);
		});
	}

	private TrainingJob enqueue(JobId id, Predicate<TrainingJob> change) {
		this.transaction.executeWithoutResult((status) -> {
			TrainingJob job = this.jobs.find(id);
			while (!change.test(job)) {
				job = this.jobs.find(id);
			}
			this.queue.add(job);
		});
		this.queue.wake();
		return this.jobs.find(id);
	}

	/** Gives a job other tags. */
	public TrainingJob tag(JobId id, List<String> tags) {
		this.jobs.tag(id, tags);
		return this.jobs.find(id);
	}

	/**
	 * Ends a job with what it has learned: its best checkpoint is published. One that is
	 * running is only asked to, and validates and ends after its iteration.
	 * @throws ConflictException if its status does not allow it, or if it has learned
	 * nothing yet
	 */
	public TrainingJob finish(JobId id) {
		TrainingJob job = requireOfNoSearch(this.jobs.find(id));
		while (!(job.status() == TrainingJobStatus.RUNNING ? request(learned(job), Event.FINISH) : publish(job))) {
			job = this.jobs.find(id);
		}
		return this.jobs.find(id);
	}

	private boolean publish(TrainingJob job) {
		job.status().next(Event.FINISH);
		boolean learned = this.checkpoints.last(job.id())
			.filter((last) -> last.checkpoint().iteration() > 0)
			.isPresent();
		if (!learned) {
			throw nothingLearned(job);
		}
		return Boolean.TRUE.equals(this.transaction.execute((status) -> {
			boolean finished = this.jobs.finish(job, this.publication.publish(job).reference());
			if (!finished) {
				status.setRollbackOnly();
			}
			return finished;
		}));
	}

	private static TrainingJob learned(TrainingJob job) {
		if (job.progress().iteration() == 0) {
			throw nothingLearned(job);
		}
		return job;
	}

	private static Problem nothingLearned(TrainingJob job) {
		return new ConflictException("nothing-learned",
				"The training job is %s and has learned nothing yet to publish; cancel it instead."
					.formatted(job.status().text()))
			.with("jobStatus", job.status().text());
	}

	/**
	 * Deletes a job that has ended, with its checkpoints. The model that it published
	 * stays.
	 * @throws ConflictException if it has not ended
	 */
	public void delete(JobId id) {
		this.transaction.executeWithoutResult((status) -> {
			TrainingJob job = this.jobs.find(id);
			if (!job.status().finished()) {
				throw job.status()
					.wrong("A training job with the status %s cannot be deleted; cancel it first."
						.formatted(job.status().text()));
			}
			this.checkpoints.deleteAll(job.id());
			this.jobs.removeFinished(job.id());
		});
	}

	/** What becomes of its trials is for the search to say, until one has won. */
	private static TrainingJob requireOfNoSearch(TrainingJob job) {
		Trial trial = job.trial();
		if (trial != null && !(trial.last() && job.status().finished())) {
			throw new ConflictException("trial-of-search",
					"The training job is a trial of %s, which controls it; pause, resume or cancel the search."
						.formatted(trial.search()))
				.with("search", trial.search());
		}
		return job;
	}

	private TrainingJob stop(JobId id, Event event) {
		TrainingJob job = requireOfNoSearch(this.jobs.find(id));
		while (!(job.status() == TrainingJobStatus.RUNNING ? request(job, event) : this.jobs.change(job, event))) {
			job = this.jobs.find(id);
		}
		return this.jobs.find(job.id());
	}

	private boolean request(TrainingJob job, Event event) {
		if (job.requestedStatus() == TrainingJobStatus.CANCELLED) {
			return isCancellation(job, event);
		}
		if (!this.jobs.request(job.id(), job.status().next(event))) {
			return false;
		}
		this.running.wake(job.id());
		return true;
	}

	/** Of a job that is about to be cancelled nothing else can be asked. */
	private static boolean isCancellation(TrainingJob job, Event event) {
		if (event != Event.CANCEL) {
			throw job.status()
				.wrong("The training job is running but about to be cancelled, so it cannot be %s."
					.formatted((event == Event.PAUSE) ? "paused" : "finished"));
		}
		return true;
	}

}
