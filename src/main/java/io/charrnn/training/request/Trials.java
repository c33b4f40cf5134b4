package io.charrnn.training.request;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.charrnn.corpus.Corpora;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Hyperparameters;
import io.charrnn.problem.Problem;
import io.charrnn.registry.ModelQuota;
import io.charrnn.training.Checkpoints;
import io.charrnn.training.JobId;
import io.charrnn.training.Progress;
import io.charrnn.training.SearchId;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.TrainingJobStatus.Event;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.Trial;
import io.charrnn.training.run.JobQueue;
import io.charrnn.training.run.Limits;
import io.charrnn.training.run.Publication;
import io.charrnn.training.run.RunningJobs;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

/**
 * The jobs that searches train. All changes are made in the caller's transaction, and
 * throw {@link TrialChangedException} if a job has changed meanwhile: then the
 * transaction must be rolled back, and what to do be thought over.
 */
@Service
public class Trials {

	private final Plans plans;

	private final TrainingJobs jobs;

	private final Checkpoints checkpoints;

	private final Corpora corpora;

	private final JobQuota quota;

	private final ModelQuota models;

	private final Publication publication;

	private final JobQueue queue;

	private final RunningJobs running;

	private final Clock clock;

	Trials(Plans plans, TrainingJobs jobs, Checkpoints checkpoints, Corpora corpora, JobQuota quota, ModelQuota models,
			Publication publication, JobQueue queue, RunningJobs running, Clock clock) {
		this.plans = plans;
		this.jobs = jobs;
		this.checkpoints = checkpoints;
		this.corpora = corpora;
		this.quota = quota;
		this.models = models;
		this.publication = publication;
		this.queue = queue;
		this.running = running;
		this.clock = clock;
	}

	/**
	 * Works out what a trial would be.
	 * @throws Problem if it could not be trained
	 */
	public PlannedTrial plan(NewTrainingJob request) {
		Plan plan = this.plans.of(request);
		return new PlannedTrial(plan.engine().name(), plan.corpus(), plan.hyperparameters(), plan.choice());
	}

	/**
	 * Checks whether the caller may begin a search, which counts as one job.
	 * @return the id of the caller's key, if there is one
	 */
	public Optional<String> admit(CorpusId corpus) {
		this.models.check(0);
		this.corpora.hold(corpus);
		return this.quota.check();
	}

	/**
	 * Begins a trial, which waits for a worker from then on.
	 * @param model name that it would be published under
	 * @param last whether it publishes its model at its limits
	 * @param keyId of the key that asked for the search, or null
	 */
	public JobId begin(SearchId search, String model, CorpusId corpus, String engine, Hyperparameters hyperparameters,
			boolean last, @Nullable String keyId) {
		Limits limits = Limits.of(hyperparameters.run(), 1);
		TrainingJob job = TrainingJob
			.queued(model, corpus, engine, null, hyperparameters, List.of(), this.corpora.find(corpus).alphabetSize(),
					limits.expectedIterations(0, Duration.ZERO), Instant.ofEpochMilli(this.clock.millis()))
			.with(null, new Trial(search, last));
		this.jobs.add(job, keyId);
		this.jobs.shareLossExpectation(search, job.id());
		this.queue.add(job);
		return job.id();
	}

	/**
	 * Lets a trial that has paused go on exactly.
	 * @param hyperparameters its own, maybe with other limits
	 * @param last whether it publishes its model at its limits
	 */
	public void goOn(TrainingJob job, Hyperparameters hyperparameters, boolean last) {
		Progress before = job.progress();
		Progress progress = Limits.of(hyperparameters.run(), 1)
			.progress(before, before.iteration(), before.trainingTime());
		require(this.jobs.goOn(job, hyperparameters, progress, last), job);
		this.queue.add(job);
	}

	/** Lets free workers look for trials, after the transaction. */
	public void wake() {
		this.queue.wake();
	}

	/** Pauses a trial, if it has not paused by itself. */
	public void pause(TrainingJob job) {
		if (job.status() == TrainingJobStatus.QUEUED) {
			require(this.jobs.change(job, Event.PAUSE), job);
		}
		else if (job.status() == TrainingJobStatus.RUNNING) {
			ask(job, TrainingJobStatus.PAUSED);
		}
	}

	/** Ends a trial that has not ended, and drops its checkpoints. */
	public void drop(TrainingJob job) {
		if (job.status() == TrainingJobStatus.RUNNING) {
			ask(job, TrainingJobStatus.CANCELLED);
		}
		else if (!job.status().finished()) {
			require(this.jobs.change(job, Event.CANCEL), job);
			this.checkpoints.deleteAll(job.id());
		}
	}

	/**
	 * Ends a trial with what it has learned, which is published; one that is trained does
	 * an iteration first if it has done none.
	 * @return whether there is something, or will be
	 */
	public boolean finish(TrainingJob job) {
		this.jobs.publishAtEnd(job.id());
		if (job.status() == TrainingJobStatus.RUNNING) {
			ask(job, TrainingJobStatus.SUCCEEDED);
			return true;
		}
		boolean learned = learned(job);
		if (learned) {
			require(this.jobs.finish(job, this.publication.publish(job).reference()), job);
		}
		return learned;
	}

	/**
	 * Publishes what a trial had learned before it failed.
	 * @return reference of the model version, or nothing if there is nothing to publish
	 */
	public Optional<String> publish(TrainingJob job) {
		return learned(job) ? Optional.of(this.publication.publish(job).reference()) : Optional.empty();
	}

	private boolean learned(TrainingJob job) {
		return this.checkpoints.last(job.id()).filter((last) -> last.checkpoint().iteration() > 0).isPresent();
	}

	private void ask(TrainingJob job, TrainingJobStatus status) {
		require(this.jobs.request(job.id(), status) || job.requestedStatus() == TrainingJobStatus.CANCELLED, job);
		this.running.wake(job.id());
	}

	private static void require(boolean changed, TrainingJob job) {
		if (!changed) {
			throw new TrialChangedException(job.id());
		}
	}

}
