package io.charrnn.training.request;

import java.util.Comparator;

import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.Streams;
import io.charrnn.registry.ModelReference;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.run.Memory;
import io.charrnn.training.run.MemoryNeed;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

/** Says what jobs would come to, without taking them. */
@Service
public class Estimates {

	private static final int EARLIER_JOBS = 50;

	private final Plans plans;

	private final Memory memory;

	private final TrainingJobs jobs;

	Estimates(Plans plans, Memory memory, TrainingJobs jobs) {
		this.plans = plans;
		this.memory = memory;
		this.jobs = jobs;
	}

	/** Refuses what {@link Submission} would refuse. */
	public TrainingEstimate estimate(NewTrainingJob request) {
		ModelReference.requireName(request.model());
		Plan plan = this.plans.of(request);
		Hyperparameters hyperparameters = plan.hyperparameters();
		int iterationsPerEpoch = Streams.iterationsPerEpoch(hyperparameters.run().trainingLength(plan.characters()),
				hyperparameters.optimization().batchSize(), hyperparameters.optimization().sequenceLength());
		return TrainingEstimate.of(plan, iterationsPerEpoch,
				(long) MemoryNeed.of(plan.engine(), hyperparameters, plan.alphabetSize(), plan.characters()).machine(),
				this.memory.total(), charactersPerSecond(plan));
	}

	/**
	 * The speed of the earlier job whose network is the most like this one, by the work
	 * that each does for a character.
	 */
	private @Nullable Double charactersPerSecond(Plan plan) {
		double work = work(plan.architecture());
		return this.jobs.trained(plan.engine().name(), EARLIER_JOBS)
			.stream()
			.min(Comparator.comparingDouble((job) -> Math.abs(Math.log(work(job.architecture()) / work))))
			.map((job) -> speed(job) * work(job.architecture()) / work)
			.orElse(null);
	}

	/** Characters learned from in a second of training, with its validations. */
	private static double speed(TrainingJob job) {
		Hyperparameters hyperparameters = job.hyperparameters();
		double characters = (double) job.progress().iteration()
				* hyperparameters.optimization().charactersPerIteration();
		return characters * 1000 / job.progress().trainingTime().toMillis();
	}

	/**
	 * Weights that each character is multiplied with: all but those that one-hot
	 * characters select from.
	 */
	private static double work(Architecture architecture) {
		return architecture.parameterCount()
				- (double) architecture.alphabetSize() * architecture.cell().gates() * architecture.hiddenSize();
	}

}
