package io.charrnn.training.run;

import io.charrnn.cluster.SparkCluster;
import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.LocalRounds;
import org.jspecify.annotations.Nullable;

/**
 * The approximate memory that a job needs.
 *
 * @param training what its engine says, bytes
 * @param text bytes of its texts and of the n-grams that are counted in it, all on the
 * heap
 */
public record MemoryNeed(MemoryEstimate training, long text) {

	/**
	 * What a job takes.
	 * @param cluster how it is split over members, or null
	 * @param elsewhere whether members are in other processes
	 * @param alphabetSize V
	 * @param texts what it learns from and is validated on
	 */
	static MemoryNeed of(TrainingEngine engine, Hyperparameters hyperparameters, @Nullable Cluster cluster,
			boolean elsewhere, int alphabetSize, CorpusSplit texts) {
		Architecture architecture = hyperparameters.network().architecture(alphabetSize);
		MemoryEstimate training;
		if (cluster == null) {
			training = engine.memory(architecture, hyperparameters);
		}
		else {
			training = elsewhere ? SparkCluster.memory(architecture)
					: LocalRounds.memory(cluster, engine, architecture, hyperparameters);
		}
		return new MemoryNeed(training, texts.bytes());
	}

	/** Bytes altogether. */
	public double machine() {
		return (double) this.training.total() + this.text;
	}

	/** Bytes for which the Java heap must have room at once. */
	double heap() {
		return (double) this.training.heap() + this.text;
	}

}
