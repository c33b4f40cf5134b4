package io.charrnn.cluster;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.charrnn.bench.Machine;
import io.charrnn.model.Architecture;
import io.charrnn.model.EncodedText;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.Streams;
import io.charrnn.model.TrainingState;
import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.LocalRounds;
import io.charrnn.model.round.Rounds;
import io.charrnn.model.train.FusedEngine;

/**
 * Measures what rounds take on Spark beside learning, for several members and sizes, fits
 * the model of {@link RoundCost} to that and prints what it says of larger clusters.
 */
public final class RoundTimes {

	public static final String USAGE = """
			rounds: seconds of rounds of one iteration, less the time in which members learn; and processor seconds of
			the driver and the executors, less those of the same rounds in one process, which the model is of: they do not
			depend on what else the machine does. Then the table of larger clusters by that model, and the targets, two of
			them of the rounds of two members. Prints what docs/cluster.md has, and the line of RoundCost.
			  --sizes LIST            layers x hidden size of the networks (2x128,3x512)
			  --members LIST          (1,2,4,8)
			  --rounds N              of each (15)
			  --warm-up SECONDS       of rounds before each: drivers and executors are new, and their first hundred rounds or so
			                          are mostly the compilation of what they run (40)
			  --speed SIZE            the network whose speed on Spark is compared with that of one process (3x512), or none
			  --speed-seconds N       of each of the three measurements of it, half of them to warm up (40)
			  --master MASTER         (local-cluster[2,1,4096])
			  --executor-memory N     MB (3000)
			  --driver-memory N       MB (2000)
			  --cost ROUND,MEMBER,BYTE  measures no rounds: the table and the speed are those of a model that was fitted before

			""";

	private static final Map<String, String> USUAL = Map.ofEntries(Map.entry("--sizes", "2x128,3x512"),
			Map.entry("--members", "1,2,4,8"), Map.entry("--rounds", "15"), Map.entry("--warm-up", "40"),
			Map.entry("--speed", "3x512"), Map.entry("--speed-seconds", "40"), Map.entry("--master", "local-cluster[2,1,4096]"),
			Map.entry("--executor-memory", "3000"), Map.entry("--driver-memory", "2000"), Map.entry("--cost", ""));

	/** Seconds of a round beside learning, at most, for two members of each network. */
	private static final Map<String, Double> TARGETS = Map.of("2x128", 0.15, "3x512", 1.0);

	/** Of the characters a second of one process. */
	private static final double SPEED_TARGET = 0.9;

	/** Short, as learning is not what is measured. */
	private static final int STEPS = 8;

	private static final double MEGABYTE = 1e6;

	private static final double GIGABYTE = 1e9;

	/** Of the model. */
	private static final int UNKNOWN = 3;

	private final SparkBench bench;

	private final List<Measured> measured = new ArrayList<>();

	private RoundTimes(SparkBench bench) {
		this.bench = bench;
	}

	/** Measures and prints. */
	public static void run(List<String> arguments) {
		RoundTimes times = new RoundTimes(new SparkBench(arguments, USUAL));
		System.out.printf(Locale.ROOT, "%s; %s; load average %.1f at the start%n%n", Machine.description(), times.bench.option("--master"),
				ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
		RoundCost cost = times.cost();
		table(cost, weightsPerSecond());
		times.targets(cost);
	}

	/** One that was fitted before, or the one that fits now. */
	private RoundCost cost() {
		String given = this.bench.option("--cost");
		if (!given.isEmpty()) {
			double[] cost = Stream.of(given.split(",")).mapToDouble(Double::parseDouble).toArray();
			return new RoundCost(cost[0], cost[1], cost[2]);
		}
		for (String size : this.bench.option("--sizes").split(",")) {
			for (String members : this.bench.option("--members").split(",")) {
				measure(size, Integer.parseInt(members));
			}
		}
		System.out.println("| network | MB of parameters | workers | round, s | overhead, s | overhead, processor s |");
		System.out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
		this.measured.forEach((one) -> System.out.println(one.row()));
		System.out.printf("%nRounds and overheads are medians of %s after %s s of others; of the overheads, the 10th to 90th percentiles are %s.%n",
				this.bench.option("--rounds"), this.bench.option("--warm-up"), this.measured.stream().map(Measured::spread).toList());
		return model();
	}

	private void targets(RoundCost cost) {
		String speed = this.bench.option("--speed");
		Double part = speed.equals("none") ? null : Double.valueOf(new SparkSpeed(this.bench, speed).measure(cost));
		System.out.println("| what | reached | target | |");
		System.out.println("| --- | ---: | ---: | --- |");
		TARGETS.keySet().stream().sorted().forEach((size) -> {
			double reached = this.measured.stream()
				.filter((one) -> one.size().equals(size) && one.members() == 2)
				.mapToDouble(Measured::beside)
				.findFirst()
				.orElse(Double.NaN);
			double most = TARGETS.get(size);
			row("overhead of a round of two workers, LSTM " + size.replace("x", " x "), Double.isNaN(reached) ? "-" : String.format(Locale.ROOT, "%.3f s", reached),
					String.format(Locale.ROOT, "at most %.2f s", most), Double.isNaN(reached) ? "not measured" : (reached > most) ? "below" : "");
		});
		row("LSTM " + speed.replace("x", " x ") + ", characters a second on Spark / in one process", (part != null) ? String.format(Locale.ROOT, "%.0f %%", 100 * part) : "-",
				String.format(Locale.ROOT, "%.0f %%", 100 * SPEED_TARGET), (part == null) ? "not measured" : (part < SPEED_TARGET) ? "below" : "");
	}

	private static void row(String what, String reached, String target, String remark) {
		System.out.printf(Locale.ROOT, "| %s | %s | %s | %s |%n", what, reached, target, remark);
	}

	private void measure(String size, int members) {
		int[] shape = Stream.of(size.split("x")).mapToInt(Integer::parseInt).toArray();
		Hyperparameters hyperparameters = SparkBench.hyperparameters(shape[0], shape[1], Cluster.LEAST_STREAMS * members, STEPS);
		Architecture architecture = hyperparameters.network().architecture(SparkBench.ALPHABET);
		Cluster cluster = SparkBench.cluster(members, 1);
		EncodedText text = SparkBench.text(100_000);
		int rounds = this.bench.number("--rounds");
		double[] all = new double[rounds];
		double[] beside = new double[rounds];
		double processors;
		long first;
		try (SparkRounds spark = this.bench.rounds(cluster, hyperparameters, text)) {
			first = warmUp(spark);
			double begun = processorsOfChildren();
			for (int round = 0; round < rounds; round++) {
				spark.learn(first + round, SparkBench.rates(1), () -> true).orElseThrow();
				ClusterStatus status = spark.status();
				all[round] = status.roundSeconds();
				beside[round] = status.roundSeconds() * status.communication();
			}
			processors = (processorsOfChildren() - begun) / rounds;
		}
		processors -= processorsInOneProcess(cluster, architecture, hyperparameters, text, first, rounds);
		Arrays.sort(all);
		Arrays.sort(beside);
		long parameters = new ParameterLayout(architecture).length();
		String row = String.format(Locale.ROOT, "| LSTM %s | %.1f | %d | %.3f | %.3f | %.3f |", size.replace("x", " x "),
				Float.BYTES * parameters / MEGABYTE, members, all[rounds / 2], beside[rounds / 2], processors);
		String spread = String.format(Locale.ROOT, "%.3f to %.3f s", beside[rounds / 10], beside[rounds * 9 / 10]);
		System.err.println(row);
		this.measured.add(new Measured(size, members, 3.0 * Float.BYTES * parameters, processors, beside[rounds / 2], row, spread));
	}

	/** Returns how many rounds it took. */
	private long warmUp(SparkRounds spark) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(this.bench.number("--warm-up"));
		long round = 0;
		while (System.nanoTime() < end) {
			spark.learn(round++, SparkBench.rates(1), () -> true).orElseThrow();
		}
		return round;
	}

	/** Seconds of the driver and the executors. */
	private static double processorsOfChildren() {
		return ProcessHandle.current()
			.descendants()
			.mapToDouble((one) -> one.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0)
			.sum();
	}

	/** Seconds of a round, after as many as Spark had before. */
	private static double processorsInOneProcess(Cluster cluster, Architecture architecture, Hyperparameters hyperparameters,
			EncodedText text, long first, int rounds) {
		OptimizationOptions optimization = hyperparameters.optimization();
		double begun = 0;
		try (Rounds local = new LocalRounds(cluster, architecture, hyperparameters, new FusedEngine(1),
				UnaryOperator.identity(),
				new Streams(text, optimization.batchSize(), optimization.sequenceLength(), optimization.seed()),
				TrainingState.initial(architecture, hyperparameters))) {
			for (long round = 0; round < first + rounds; round++) {
				begun = (round == first) ? processors() : begun;
				local.learn(round, SparkBench.rates(1), () -> true).orElseThrow();
			}
			return (processors() - begun) / rounds;
		}
	}

	private static double processors() {
		return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
	}

	private RoundCost model() {
		if (this.measured.size() < UNKNOWN) {
			System.out.println("\nA new model needs three measurements, of two sizes and two numbers of members. The one that there is:");
			return RoundCost.MEASURED;
		}
		RoundCost cost = fit();
		System.out.printf(Locale.ROOT, "%nThe model that fits: %.0f ms per round, %.1f ms per worker, and %.2f s per GB of state, sent once to the "
				+ "executors and once by each worker; farthest from what was measured by %.0f %%.%n%n"
				+ "	static final RoundCost MEASURED = new RoundCost(%.4f, %.4f, %.2e);%n%n"
				+ "`bench/cluster rounds --cost %5$.4f,%6$.4f,%7$.2e --speed none` prints:%n%n", cost.round() * 1000, cost.member() * 1000, cost.bytes() * 1e9, 100 * farthest(cost),
				cost.round(), cost.member(), cost.bytes());
		return cost;
	}

	/** The least squares of relative errors, by the normal equations. */
	private RoundCost fit() {
		double[][] equations = new double[UNKNOWN][UNKNOWN + 1];
		for (Measured one : this.measured) {
			double[] row = { 1, one.members(), one.bytes() * (1 + one.members()) / GIGABYTE, one.seconds() };
			for (int i = 0; i < UNKNOWN; i++) {
				for (int j = 0; j <= UNKNOWN; j++) {
					equations[i][j] += row[i] * row[j] / (one.seconds() * one.seconds());
				}
			}
		}
		for (int pivot = 0; pivot < UNKNOWN; pivot++) {
			for (int i = 0; i < UNKNOWN; i++) {
				double factor = (i != pivot) ? equations[i][pivot] / equations[pivot][pivot] : 0;
				for (int j = 0; j <= UNKNOWN; j++) {
					equations[i][j] -= factor * equations[pivot][j];
				}
			}
		}
		double[] found = new double[UNKNOWN];
		for (int i = 0; i < UNKNOWN; i++) {
			found[i] = Math.max(0, equations[i][UNKNOWN] / equations[i][i]);
		}
		return new RoundCost(found[0], found[1], found[2] / GIGABYTE);
	}

	private double farthest(RoundCost cost) {
		return this.measured.stream()
			.mapToDouble((one) -> Math.abs(cost.seconds(one.members(), one.bytes(), false) / one.seconds() - 1))
			.max()
			.orElseThrow();
	}

	/** Of a core, with the fewest streams. */
	private static double weightsPerSecond() {
		Architecture architecture = SparkBench.hyperparameters(3, 512, Cluster.LEAST_STREAMS, STEPS)
			.network()
			.architecture(SparkBench.ALPHABET);
		int steps = 50;
		Hyperparameters hyperparameters = SparkBench.hyperparameters(architecture.layers(), architecture.hiddenSize(),
				Cluster.LEAST_STREAMS, steps);
		EncodedText text = SparkBench.text(100_000);
		int iterations = 5;
		double best = Double.MAX_VALUE;
		try (Rounds rounds = new LocalRounds(SparkBench.cluster(1, iterations), architecture, hyperparameters, new FusedEngine(1),
				UnaryOperator.identity(), new Streams(text, Cluster.LEAST_STREAMS, steps, 1),
				TrainingState.initial(architecture, hyperparameters))) {
			for (int round = 0; round < 20; round++) {
				double begun = processors();
				rounds.learn((long) round * iterations, SparkBench.rates(iterations), () -> true).orElseThrow();
				best = Math.min(best, (processors() - begun) / iterations);
			}
		}
		return new ParameterLayout(architecture).length() * (double) Cluster.LEAST_STREAMS * steps / best;
	}

	private static void table(RoundCost cost, double weightsPerSecond) {
		System.out.printf(Locale.ROOT, "One member of one core a machine, %d streams of 50 characters each (B = %d P), float32, Adam, 10 Gbit/s; a core "
				+ "computes %.1f G weights x characters a second here.%n%n", Cluster.LEAST_STREAMS, Cluster.LEAST_STREAMS,
				weightsPerSecond / 1e9);
		System.out.println("| machines | B | MB of parameters | GB per round through the driver | overhead, s | an iteration, s | "
				+ "K for 80 % training | training with K = 50 |");
		System.out.println("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
		for (int machines : new int[] { 8, 64, 512 }) {
			for (int megabytes : new int[] { 1, 20, 200 }) {
				double bytes = 3 * megabytes * MEGABYTE;
				double beside = cost.seconds(machines, bytes, true);
				double iteration = megabytes * MEGABYTE / Float.BYTES * Cluster.LEAST_STREAMS * 50 / weightsPerSecond;
				System.out.printf(Locale.ROOT, "| %d | %,d | %d | %.2f | %.2f | %.3f | %,.0f | %.0f %% |%n", machines,
						Cluster.LEAST_STREAMS * machines, megabytes, bytes * (machines + 1) / 1e9, beside, iteration,
						Math.ceil(4 * beside / iteration), 100 * 50 * iteration / (50 * iteration + beside));
			}
		}
		System.out.println();
	}

	/**
	 * What was measured of rounds.
	 *
	 * @param size layers x hidden size
	 * @param members how many
	 * @param bytes of the common state
	 * @param seconds of processors beside those of one process
	 * @param beside seconds of a round in which nobody learns, median
	 * @param row of the table
	 * @param spread most of those seconds
	 */
	private record Measured(String size, int members, double bytes, double seconds, double beside, String row, String spread) {
	}

}
