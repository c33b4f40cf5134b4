package io.charrnn.training.request;

import io.charrnn.cluster.SparkCluster;
import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.round.Cluster;

import org.springframework.stereotype.Component;

/** How many iterations a round has where a request leaves that open. */
@Component
class RoundLength {

	/**
	 * A round loses little by so few iterations, and a meeting within a process takes
	 * milliseconds.
	 */
	static final int SHORT = 10;

	/** On Spark, a round takes as long at least. */
	private static final double SECONDS = 2;

	/** On Spark, as much longer is learned at least as a round takes beside it. */
	private static final double TIMES = 9;

	private static final int MOST = 10_000;

	private final TrainedSpeed speed;

	private final SparkCluster spark;

	RoundLength(TrainedSpeed speed, SparkCluster spark) {
		this.speed = speed;
		this.spark = spark;
	}

	/** Iterations for a cluster, whatever its own are. */
	int of(Cluster cluster, TrainingEngine engine, Hyperparameters hyperparameters, Architecture architecture) {
		if (!this.spark.exists()) {
			return SHORT;
		}
		Cluster single = cluster.inRoundsOf(1);
		RoundSpeed speedOfOne = RoundSpeed.onSpark(single, engine.threads(), hyperparameters, architecture,
				this.speed.expectedCharactersPerSecond(engine, architecture), this.spark);
		return iterations(speedOfOne.learning(), speedOfOne.beside());
	}

	/**
	 * As many as are long enough.
	 * @param iteration seconds of each
	 * @param beside seconds of a round in which nothing is learned
	 */
	static int iterations(double iteration, double beside) {
		return (int) Math.min(MOST, Math.max(SHORT, Math.ceil(Math.max(SECONDS, TIMES * beside) / iteration)));
	}

}
