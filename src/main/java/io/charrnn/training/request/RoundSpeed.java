package io.charrnn.training.request;

import io.charrnn.cluster.SparkCluster;
import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.LocalRounds;

/**
 * How fast training in rounds is expected to be.
 *
 * @param learning seconds of a round in which workers train
 * @param beside seconds of a round in which none does
 * @param busy fraction of the cores that train meanwhile: the last turn of workers may
 * not need all
 * @param charactersPerSecond of all workers together
 * @param speedup compared with a job without cluster on this machine
 */
record RoundSpeed(double learning, double beside, double busy, double charactersPerSecond, double speedup) {

	/**
	 * On Spark, with a core like this machine's for each thread of the workers that run
	 * at the same time.
	 * @param threads of a job without cluster
	 * @param speed characters a second of such a job
	 */
	static RoundSpeed onSpark(Cluster cluster, int threads, Hyperparameters hyperparameters, Architecture architecture,
			double speed, SparkCluster spark) {
		return of(cluster, spark.atOnce(cluster), (double) cluster.threadsPerWorker() / threads, hyperparameters,
				spark.secondsBesideLearning(cluster, (double) stateBytes(architecture, hyperparameters)), speed);
	}

	/** In this process, where rounds are expected to cost nothing. */
	static RoundSpeed here(Cluster cluster, int threads, Hyperparameters hyperparameters, double speed) {
		return of(cluster, LocalRounds.atOnce(cluster, threads),
				Math.min(1, (double) cluster.threadsPerWorker() / threads), hyperparameters, 0, speed);
	}

	/**
	 * Workers take turns if there are more of them than run at the same time.
	 * @param part of this machine's speed that each worker has
	 */
	static RoundSpeed of(Cluster cluster, int atOnce, double part, Hyperparameters hyperparameters, double beside,
			double speed) {
		double characters = (double) cluster.localIterations()
				* hyperparameters.optimization().charactersPerIteration();
		double workers = cluster.workers();
		double turns = Math.ceil(workers / atOnce);
		double learning = turns * characters / workers / (speed * part);
		double all = characters / (learning + beside);
		return new RoundSpeed(learning, beside, workers / (turns * atOnce), all, all / speed);
	}

	/**
	 * Parameters, two moments and maybe an average: what a worker begins with, and ends
	 * with.
	 */
	static long stateBytes(Architecture architecture, Hyperparameters hyperparameters) {
		long vectors = (hyperparameters.optimization().averaging() > 0) ? 4 : 3;
		return Float.BYTES * vectors * new ParameterLayout(architecture).length();
	}

	/** Fraction of a round in which no worker trains. */
	double communication() {
		return this.beside / (this.learning + this.beside);
	}

	/** Fraction of the cores' time that is training. */
	double efficiency() {
		return this.busy * (1 - communication());
	}

}
