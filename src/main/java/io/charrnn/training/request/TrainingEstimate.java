package io.charrnn.training.request;

import java.util.List;

import io.charrnn.cluster.SparkCluster;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.round.Cluster;
import io.charrnn.training.Fitted;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a job would come to.
 *
 * @param hyperparameters complete, and fitted to the corpus
 * @param alphabetSize V
 */
@Schema(example = """
		{"hyperparameters": {"cell": "LSTM", "layers": 2, "hiddenSize": 128, "normalization": "none", "dropout": 0.0, "batchSize": 50,
		 "sequenceLength": 50, "epochs": null, "maxIterations": null, "maxDuration": "PT5M", "optimizer": "adam", "learningRate": 0.008,
		 "schedule": {"type": "cosine", "warmupIterations": 50, "finalFraction": 0.05, "stepEvery": 1000,
		 "stepFactor": 0.5}, "gradientClip": {"type": "norm", "threshold": 1.0}, "weightDecay": 0.0, "averaging": 0.05, "validationFraction": 0.1, "validationSplit": "end",
		 "validateEvery": 401, "checkpointEvery": 1000, "earlyStopping": null, "precision": "float32", "seed": 1},
		 "fitted": [{"field": "validateEvery", "preset": 250, "value": 401}], "choice": null, "alphabetSize": 65,
		 "parameters": 239681, "trainingCharacters": 1003854, "validationCharacters": 111540,
		 "iterationsPerEpoch": 401, "iterations": 18000, "memoryBytes": 102000000, "machineBytes": 8350000000,
		 "charactersPerSecond": 150000.0, "seconds": 300.0, "cluster": null}""")
public record TrainingEstimate(Hyperparameters hyperparameters, @Schema(
		description = "Hyperparameters that the request left out and that were fitted to the corpus: the preset's "
				+ "value and the fitted one.") List<Fitted> fitted,
		@Schema(description = "Why the preset `auto` chose these hyperparameters; null with another preset.") @Nullable String choice,
		int alphabetSize, @Schema(description = "Number of weights of the network.") long parameters,
		@Schema(description = "Number of characters in the training part.") int trainingCharacters,
		@Schema(description = "Number of characters held out for validation.") int validationCharacters,
		@Schema(description = "Number of updates in a pass over the training part.") int iterationsPerEpoch,
		@Schema(description = "Maximum number of updates; null if only time is limited and the speed is not known.") @Nullable Long iterations,
		@Schema(description = "Approximate memory that training needs, including the text and the n-grams counted in "
				+ "it.") long memoryBytes,
		@Schema(description = "Memory of the machine or its container.") long machineBytes,
		@Schema(description = "Estimated speed, from earlier jobs with the same engine; null if there are none. "
				+ "With `cluster`, of all workers together, and including the time that rounds take beside training; on "
				+ "Spark from a short measurement if there are no earlier jobs.") @Nullable Double charactersPerSecond,
		@Schema(description = "Maximum training time; null if it depends on a speed that is not known.") @Nullable Double seconds,
		@Schema(description = "Estimate of training in rounds; null without `cluster`.") @Nullable ClusterEstimate cluster) {

	/**
	 * Says what a plan comes to.
	 * @param speed characters a second, or null if it is not known
	 * @param rounds the same of training in rounds, or null if it is not known or not in
	 * rounds
	 */
	static TrainingEstimate of(Plan plan, int iterationsPerEpoch, long memoryBytes, long machineBytes,
			@Nullable Double speed, @Nullable RoundSpeed rounds, SparkCluster spark) {
		Hyperparameters hyperparameters = plan.hyperparameters();
		double perIteration = hyperparameters.optimization().charactersPerIteration();
		Double limit = (hyperparameters.run().maxDuration() != null)
				? hyperparameters.run().maxDuration().toMillis() / 1000.0 : null;
		Double inLimit = (limit != null && speed != null) ? limit * speed / perIteration : null;
		Cluster cluster = plan.cluster();
		if (inLimit != null && speed != null && cluster != null) {
			// A round that has begun goes on beyond the limit.
			double length = cluster.localIterations();
			inLimit = Math.ceil(inLimit / length) * length;
			limit = inLimit * perIteration / speed;
		}
		Long iterations = (plan.iterations() > 0) ? Long.valueOf(plan.iterations()) : null;
		if (inLimit != null) {
			iterations = (iterations != null) ? Math.min(iterations, Math.round(inLimit)) : Math.round(inLimit);
		}
		Double needed = (iterations != null && speed != null) ? iterations * perIteration / speed : null;
		Double seconds = (needed != null && limit != null) ? Double.valueOf(Math.min(needed, limit))
				: (needed != null) ? needed : limit;
		return new TrainingEstimate(hyperparameters, plan.fitted(), plan.choice(), plan.alphabetSize(),
				plan.architecture().parameterCount(), plan.texts().training(), plan.texts().validation(),
				iterationsPerEpoch, iterations, memoryBytes, machineBytes, speed, seconds,
				ClusterEstimate.of(plan, iterations, rounds, spark));
	}

}
