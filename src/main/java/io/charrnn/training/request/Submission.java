package io.charrnn.training.request;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import io.charrnn.api.Tags;
import io.charrnn.corpus.Corpora;
import io.charrnn.registry.ModelQuota;
import io.charrnn.registry.ModelReference;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.run.InitialCheckpoints;
import io.charrnn.training.run.JobQueue;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Accepts new jobs, and rejects those that cannot be trained before they use any
 * resources.
 */
@Service
public class Submission {

	private final Plans plans;

	private final Predecessors predecessors;

	private final Corpora corpora;

	private final TrainingJobs jobs;

	private final JobQuota quota;

	private final ModelQuota models;

	private final InitialCheckpoints initialCheckpoints;

	private final JobQueue queue;

	private final TransactionTemplate transaction;

	private final Clock clock;

	Submission(Plans plans, Predecessors predecessors, Corpora corpora, TrainingJobs jobs, JobQuota quota,
			ModelQuota models, InitialCheckpoints initialCheckpoints, JobQueue queue, TransactionTemplate transaction,
			Clock clock) {
		this.plans = plans;
		this.predecessors = predecessors;
		this.corpora = corpora;
		this.jobs = jobs;
		this.quota = quota;
		this.models = models;
		this.initialCheckpoints = initialCheckpoints;
		this.queue = queue;
		this.transaction = transaction;
		this.clock = clock;
	}

	/** Takes a job, which waits for a worker from then on. */
	public TrainingJob submit(NewTrainingJob request) {
		return submit(request, (job) -> {
		});
	}

	/**
	 * Takes a job, which waits for a worker from then on.
	 * @param also stores in the same transaction what belongs to the job
	 */
	public TrainingJob submit(NewTrainingJob request, Consumer<TrainingJob> also) {
		ModelReference.requireName(request.model());
		List<String> tags = Tags.check(request.tagsOrNone());
		this.models.check(0);
		Plan plan = this.plans.of(request);
		Predecessor predecessor = plan.predecessor();
		TrainingJob job = TrainingJob
			.queued(request.model(), plan.corpus().id(), plan.engine().name(),
					(predecessor != null) ? predecessor.model().reference() : null, plan.hyperparameters(),
					plan.fitted(), plan.alphabetSize(), plan.iterations(), Instant.ofEpochMilli(this.clock.millis()))
			.tagged(tags)
			.with(plan.choice(), null)
			.with(plan.cluster())
			.validatedOn((plan.validationCorpus() != null) ? plan.validationCorpus().id() : null);
		return (predecessor == null) ? store(job, () -> {
		}, also) : this.predecessors.load(plan, predecessor, (model) -> store(job,
				this.initialCheckpoints.prepare(job, plan.corpus(), plan.validationCorpus(), model), also));
	}

	private TrainingJob store(TrainingJob job, Runnable checkpoint, Consumer<TrainingJob> also) {
		this.transaction.executeWithoutResult((status) -> {
			this.corpora.hold(job.corpus());
			if (job.validationCorpus() != null) {
				this.corpora.hold(job.validationCorpus());
			}
			this.jobs.add(job, this.quota.check().orElse(null));
			checkpoint.run();
			this.queue.add(job);
			also.accept(job);
		});
		this.queue.wake();
		return job;
	}

}
