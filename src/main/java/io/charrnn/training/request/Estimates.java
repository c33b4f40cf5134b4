package io.charrnn.training.request;

import java.util.OptionalDouble;

import io.charrnn.cluster.SparkCluster;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.Streams;
import io.charrnn.model.round.Cluster;
import io.charrnn.registry.ModelReference;
import io.charrnn.training.run.Memory;
import org.jspecify.annotations.Nullable;

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
		RoundSpeed rounds = rounds(plan, charactersPerSecond);
		return TrainingEstimate.of(plan, iterationsPerEpoch,
				(long) this.memory
					.need(plan.engine(), hyperparameters, plan.cluster(), plan.alphabetSize(), plan.texts())
					.machine(),
				this.memory.total(),
				(rounds != null) ? Double.valueOf(rounds.charactersPerSecond()) : charactersPerSecond, rounds,
				this.spark);
	}

	/**
	 * On Spark by what the length of rounds is chosen by, so that the rest is known with
	 * it.
	 */
	private @Nullable RoundSpeed rounds(Plan plan, @Nullable Double speed) {
		Cluster cluster = plan.cluster();
		int threads = plan.engine().threads();
		if (cluster != null && this.spark.exists()) {
			return RoundSpeed.onSpark(cluster, threads, plan.hyperparameters(), plan.architecture(),
					this.speed.expectedCharactersPerSecond(plan.engine(), plan.architecture()), this.spark);
		}
		return (cluster != null && speed != null) ? RoundSpeed.here(cluster, threads, plan.hyperparameters(), speed)
				: null;
	}

}
