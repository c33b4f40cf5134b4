package io.charrnn.training.request;

import java.util.OptionalDouble;

import io.charrnn.cluster.SparkCluster;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.Streams;
import io.charrnn.registry.ModelReference;
import io.charrnn.training.run.Memory;

import org.springframework.stereotype.Service;

/** Estimates jobs without creating them. */
@Service
public class Estimates {

	private final Plans plans;

	private final Memory memory;

	private final TrainedSpeed speed;

	private final SparkCluster spark;

	Estimates(Plans plans, Memory memory, TrainedSpeed speed, SparkCluster spark) {
		this.plans = plans;
		this.memory = memory;
		this.speed = speed;
		this.spark = spark;
	}

	/** Rejects what {@link Submission} would reject. */
	public TrainingEstimate estimate(NewTrainingJob request) {
		ModelReference.requireName(request.model());
		Plan plan = this.plans.of(request);
		Hyperparameters hyperparameters = plan.hyperparameters();
		int iterationsPerEpoch = Streams.iterationsPerEpoch(plan.texts().training(),
				hyperparameters.optimization().batchSize(), hyperparameters.optimization().sequenceLength());
		OptionalDouble earlier = this.speed.charactersPerSecond(plan.engine(), plan.architecture());
		Double charactersPerSecond = earlier.isPresent() ? Double.valueOf(earlier.getAsDouble()) : null;
		// What the length of rounds is chosen by, so that the rest is known with it.
		Double ofRounds = (plan.cluster() != null && this.spark.exists())
				? Double.valueOf(this.speed.expectedCharactersPerSecond(plan.engine(), plan.architecture()))
				: charactersPerSecond;
		return TrainingEstimate.of(plan, iterationsPerEpoch,
				(long) this.memory
					.need(plan.engine(), hyperparameters, plan.cluster(), plan.alphabetSize(), plan.texts())
					.machine(),
				this.memory.total(), charactersPerSecond, ofRounds, this.spark);
	}

}
