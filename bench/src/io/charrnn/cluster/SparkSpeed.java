package io.charrnn.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.charrnn.model.Architecture;
import io.charrnn.model.EncodedText;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.Streams;
import io.charrnn.model.TrainingState;
import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.Rounds;
import io.charrnn.model.train.FusedEngine;
import io.charrnn.training.request.UsualRounds;

/** Characters a second of one worker on each core of Spark, compared with one process that has a thread for each. */
final class SparkSpeed {

	private static final int STREAMS = 50;

	private static final int STEPS = 50;

	private static final int LEAST_ROUNDS = 3;

	private final SparkBench bench;

	private final Hyperparameters hyperparameters;

	private final Architecture architecture;

	private final int cores;

	private final EncodedText text = SparkBench.text(500_000);

	private final long patience;

	/**
	 * Prepares to measure.
	 * @param size layers x hidden size
	 */
	SparkSpeed(SparkBench bench, String size) {
		int[] shape = Stream.of(size.split("x")).mapToInt(Integer::parseInt).toArray();
		this.bench = bench;
		this.hyperparameters = SparkBench.hyperparameters(shape[0], shape[1], STREAMS, STEPS);
		this.architecture = this.hyperparameters.network().architecture(SparkBench.ALPHABET);
		SparkCores all = SparkCores.of(bench.option("--master"), Map.of());
		this.cores = all.executors() * all.each();
		this.patience = TimeUnit.SECONDS.toNanos(bench.number("--speed-seconds"));
	}

	/**
	 * Measures one process, Spark, and one process again, each for some seconds and as many rounds at least.
	 * @param cost decides how long rounds are
	 * @return Spark's part of what one process does
	 */
	double measure(RoundCost cost) {
		double before = oneProcess();
		double state = 3.0 * Float.BYTES * new ParameterLayout(this.architecture).length();
		boolean network = !this.bench.option("--master").startsWith("local");
		int length = UsualRounds.iterations(STREAMS * STEPS / before, cost.seconds(this.cores, state, network));
		double spark;
		Cluster cluster = SparkBench.cluster(this.cores, length);
		try (Rounds rounds = this.bench.rounds(cluster, this.hyperparameters, this.text)) {
			spark = charactersPerSecond(rounds, length);
		}
		double after = oneProcess();
		double part = spark / ((before + after) / 2);
		System.out.printf(Locale.ROOT, "LSTM %d x %d, %d streams of %d characters: one process of %d threads trains on %,.0f characters a second "
				+ "before and %,.0f after; %d workers of one core each on Spark, with K = %d by the model, on %,.0f%n%n",
				this.architecture.layers(), this.architecture.hiddenSize(), STREAMS, STEPS, this.cores, before, after, this.cores, length, spark);
		return part;
	}

	private double oneProcess() {
		TrainingState state = TrainingState.initial(this.architecture, this.hyperparameters);
		try (Rounds rounds = Rounds.of(new FusedEngine(this.cores).resume(this.architecture, this.hyperparameters, state),
				new Streams(this.text, STREAMS, STEPS, 1))) {
			return charactersPerSecond(rounds, 1);
		}
	}

	/** The median of rounds. Half of the time is for warming up. */
	private double charactersPerSecond(Rounds rounds, int length) {
		long begun = System.nanoTime();
		long first = 0;
		for (int round = 0; round < 1 || System.nanoTime() - begun < this.patience / 2; round++) {
			rounds.learn(first, SparkBench.rates(length), () -> true).orElseThrow();
			first += length;
		}
		List<Double> seconds = new ArrayList<>();
		begun = System.nanoTime();
		while (seconds.size() < LEAST_ROUNDS || System.nanoTime() - begun < this.patience / 2) {
			long now = System.nanoTime();
			rounds.learn(first, SparkBench.rates(length), () -> true).orElseThrow();
			seconds.add((System.nanoTime() - now) / 1e9);
			first += length;
		}
		seconds.sort(null);
		return (double) length * STREAMS * STEPS / seconds.get(seconds.size() / 2);
	}

}
