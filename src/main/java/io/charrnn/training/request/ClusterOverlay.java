package io.charrnn.training.request;

import java.util.Locale;

import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.Optimizer;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.OuterStep;
import io.charrnn.problem.MalformedException;
import tools.jackson.databind.JsonNode;

/** A cluster as a request gives it, laid over what suits most. */
final class ClusterOverlay {

	/**
	 * The outer step is milder than DiLoCo's 0.7 and 0.9, which goes on seven times as
	 * far as the mean in the end: with the learning rates of presets that diverges for
	 * one worker.
	 */
	private static final Cluster USUAL = new Cluster(1, RoundLength.SHORT, 1, new OuterStep(1, 0.5));

	private ClusterOverlay() {
	}

	/**
	 * Reads what a request gives.
	 * @throws MalformedException if a field is not known, has the wrong type, or misses
	 * @throws InvalidHyperparameterException if a value is out of bounds
	 */
	static Cluster of(JsonNode json) {
		Cluster cluster = RequestedHyperparameters.readCluster(json, USUAL);
		if (!json.has("workers")) {
			throw MalformedException.missing("cluster.workers");
		}
		return cluster;
	}

	/**
	 * Rejects what cannot be trained in rounds.
	 * @throws InvalidHyperparameterException saying what must be otherwise
	 */
	static void check(Cluster cluster, TrainingEngine engine, Hyperparameters hyperparameters) {
		if (!engine.splits()) {
			throw new InvalidHyperparameterException("engine", engine.name(), "fused for a job with a cluster");
		}
		int streams = hyperparameters.optimization().batchSize();
		int most = Math.max(1, streams / Cluster.LEAST_STREAMS);
		if (cluster.workers() > most) {
			throw new InvalidHyperparameterException("cluster.workers", cluster.workers(),
					String.format(Locale.ROOT,
							"at most %,d with a batchSize of %,d, because each worker needs at least %d streams", most,
							streams, Cluster.LEAST_STREAMS));
		}
		if (cluster.threadsPerWorker() > streams / cluster.workers()) {
			throw new InvalidHyperparameterException("cluster.threadsPerWorker", cluster.threadsPerWorker(), String
				.format(Locale.ROOT, "at most %,d, the number of streams of a worker", streams / cluster.workers()));
		}
		if (cluster.workers() > 1 && hyperparameters.optimization().optimizer() == Optimizer.SOAP) {
			throw new InvalidHyperparameterException("optimizer", "soap",
					"adam for a cluster with more than one worker: the bases of soap cannot be averaged");
		}
	}

	/**
	 * Rejects workers that no executor could run: their jobs would wait for ever.
	 * @param most cores of an executor
	 * @throws InvalidHyperparameterException saying what must be otherwise
	 */
	static void checkThreads(Cluster cluster, int most) {
		if (cluster.threadsPerWorker() > most) {
			throw new InvalidHyperparameterException("cluster.threadsPerWorker", cluster.threadsPerWorker(),
					String.format(Locale.ROOT,
							"at most %,d, the cores of each executor by the server's settings charrnn.training.spark",
							most));
		}
	}

}
