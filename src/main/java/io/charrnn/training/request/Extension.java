package io.charrnn.training.request;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.charrnn.corpus.Corpora;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.Streams;
import io.charrnn.problem.ConflictException;
import io.charrnn.problem.MalformedException;
import io.charrnn.training.Checkpoints;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.run.Limits;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Component;

/** Lets jobs that have ended train on, from their last checkpoint to other limits. */
@Component
class Extension {

	private static final List<String> LIMITS = RequestedHyperparameters.LIMITS;

	private final TrainingJobs jobs;

	private final Checkpoints checkpoints;

	private final Corpora corpora;

	private final JobQuota quota;

	Extension(TrainingJobs jobs, Checkpoints checkpoints, Corpora corpora, JobQuota quota) {
		this.jobs = jobs;
		this.checkpoints = checkpoints;
		this.corpora = corpora;
		this.quota = quota;
	}

	/**
	 * Extends a job that has ended, in the caller's transaction.
	 * @param job as it was found
	 * @param json the limits that replace its own
	 * @return whether its status was still the same
	 * @throws ConflictException if there is nothing to continue from
	 */
	boolean extend(TrainingJob job, JsonNode json) {
		this.corpora.hold(job.corpus());
		if (job.validationCorpus() != null) {
			this.corpora.hold(job.validationCorpus());
		}
		this.quota.check();
		long iteration = iteration(job);
		Duration trainingTime = (iteration > 0) ? job.progress().trainingTime() : Duration.ZERO;
		Hyperparameters extended = within(job.hyperparameters(), json);
		int training = extended.run().trainingLength(Math.toIntExact(this.corpora.find(job.corpus()).characters()));
		Limits limits = Limits.of(extended.run(), Streams.iterationsPerEpoch(training,
				extended.optimization().batchSize(), extended.optimization().sequenceLength()));
		if (limits.reached(iteration, trainingTime)) {
			throw tooLittle(json, iteration, trainingTime);
		}
		return this.jobs.extend(job, extended, limits.progress(job.progress(), iteration, trainingTime));
	}

	/** Of the last checkpoint; 0 for a job that has none, since it never began. */
	private long iteration(TrainingJob job) {
		return this.checkpoints.last(job.id()).map((stored) -> stored.checkpoint().iteration()).orElseGet(() -> {
			if (job.progress().iteration() > 0) {
				throw new ConflictException("no-checkpoint",
						"The training job has no checkpoint to continue from: it ended before the first one, or its "
								+ "checkpoints have been deleted because it ended long ago.");
			}
			return 0L;
		});
	}

	private static Hyperparameters within(Hyperparameters base, JsonNode json) {
		if (!json.isObject()) {
			throw new MalformedException("wrong-type",
					"The body must be an object with one of %s.".formatted(String.join(", ", LIMITS)));
		}
		try {
			RequestedHyperparameters requested = RequestedHyperparameters.readLimits(json);
			if (LIMITS.stream().noneMatch(requested::gives)) {
				throw new MalformedException("missing-field",
						"One of %s must be given.".formatted(String.join(", ", LIMITS)))
					.with("field", LIMITS.get(0));
			}
			return requested.over(base);
		}
		catch (InvalidHyperparameterException ex) {
			throw HyperparametersOverlay.refused(ex);
		}
	}

	private static RuntimeException tooLittle(JsonNode json, long iteration, Duration trainingTime) {
		String field = LIMITS.stream().filter(json::hasNonNull).findFirst().orElseThrow();
		return HyperparametersOverlay.refused(new InvalidHyperparameterException(field, json.get(field).asString(),
				String.format(Locale.ROOT, "more than the job has already done: %,d iterations in %,.1f s", iteration,
						trainingTime.toMillis() / 1000.0)));
	}

}
