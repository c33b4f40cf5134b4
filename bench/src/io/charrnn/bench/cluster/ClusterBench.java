package io.charrnn.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.EncodedText;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.LearningRateSchedule;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.Normalization;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.RunOptions;
import io.charrnn.model.Streams;
import io.charrnn.model.TrainingState;
import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.LocalRounds;
import io.charrnn.model.round.OuterStep;
import io.charrnn.model.round.Rounds;
import io.charrnn.model.step.Evaluation;
import io.charrnn.model.step.Stepper;
import io.charrnn.model.train.FusedEngine;

/**
 * Trains the same network on the same characters with different clusters, all of whose
 * members are in this process, and prints the losses. Speeds of clusters are not measured
 * here.
 */
final class ClusterBench {

	private static final String USAGE = """
			Losses of an LSTM 2 x 128 on a text, 50 streams of 50 characters, trained in rounds by members that share the streams.

			--text FILE        what to learn; its last tenth is for validation
			--iterations N     of each case (500)
			--rate R           highest learning rate (0.012); cosine down to a twentieth, 50 iterations of warm-up
			--weight-decay L   (0.1, as presets have it)
			--seed N           (1)
			--cases LIST       plain, or workers/localIterations/outer rate/outer momentum
			""";

	private static final List<String> CASES = List.of("plain", "1/10/1/0.5", "1/10/0.7/0.9", "4/10/1/0.5", "4/10/0.7/0.9",
			"4/10/1/0", "4/50/1/0.5", "8/10/1/0.5", "8/50/1/0.5");

	private Path text = Path.of("");

	private int iterations = 500;

	private double rate = 0.012;

	private double weightDecay = 0.1;

	private long seed = 1;

	private List<String> cases = CASES;

	private ClusterBench() {
	}

	public static void main(String[] arguments) throws IOException {
		ClusterBench bench = new ClusterBench();
		if (arguments.length == 0 || arguments.length % 2 == 1) {
			System.out.print(USAGE);
			System.exit((arguments.length == 1 && arguments[0].equals("--help")) ? 0 : 2);
		}
		for (int index = 0; index < arguments.length; index += 2) {
			bench.set(arguments[index], arguments[index + 1]);
		}
		bench.run();
	}

	private void set(String option, String value) {
		switch (option) {
			case "--text" -> this.text = Path.of(value);
			case "--iterations" -> this.iterations = Integer.parseInt(value);
			case "--rate" -> this.rate = Double.parseDouble(value);
			case "--weight-decay" -> this.weightDecay = Double.parseDouble(value);
			case "--seed" -> this.seed = Long.parseLong(value);
			case "--cases" -> this.cases = List.of(value.split(","));
			default -> throw new IllegalArgumentException("unknown option " + option);
		}
	}

	private void run() throws IOException {
		String characters = Files.readString(this.text);
		Alphabet alphabet = Alphabet.of(characters);
		EncodedText all = alphabet.encode(characters);
		int training = all.length() / 10 * 9;
		EncodedText validation = all.slice(training, all.length());
		Hyperparameters hyperparameters = hyperparameters();
		Streams streams = new Streams(all.slice(0, training), hyperparameters.optimization().batchSize(),
				hyperparameters.optimization().sequenceLength(), this.seed);
		System.out.printf(Locale.ROOT, "%d iterations of %d characters, seed %d, rate %s, weight decay %s%n%n", this.iterations,
				hyperparameters.optimization().charactersPerIteration(), this.seed, this.rate, this.weightDecay);
		System.out.println("| workers | iterations of a round | outer step: rate, momentum | rounds | loss, nats per "
				+ "character, of the average | of the newest weights |");
		System.out.println("| ---: | ---: | --- | ---: | ---: | ---: |");
		for (String name : this.cases) {
			print(name, hyperparameters, alphabet, streams, validation);
		}
	}

	private void print(String name, Hyperparameters hyperparameters, Alphabet alphabet, Streams streams,
			EncodedText validation) {
		Architecture architecture = hyperparameters.network().architecture(alphabet.size());
		FusedEngine engine = new FusedEngine(NativeLibrary::prepareThread, Runtime.getRuntime().availableProcessors());
		TrainingState start = TrainingState.initial(architecture, hyperparameters);
		String[] parts = name.split("/");
		Rounds rounds = name.equals("plain") ? Rounds.of(engine.resume(architecture, hyperparameters, start), streams)
				: new LocalRounds(new Cluster(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), 1,
						new OuterStep(Double.parseDouble(parts[2]), Double.parseDouble(parts[3]))), architecture,
						hyperparameters, engine, UnaryOperator.identity(), streams, start);
		try (rounds) {
			long count = learn(rounds, hyperparameters);
			TrainingState end = rounds.state();
			System.out.printf(Locale.ROOT, "| %s | %s | %s | %d | %.4f | %.4f |%n", name.equals("plain") ? "none" : parts[0],
					name.equals("plain") ? "" : parts[1], name.equals("plain") ? "" : parts[2] + ", " + parts[3], count,
					loss(architecture, alphabet, end.modelParameters(), validation),
					loss(architecture, alphabet, end.parameters(), validation));
		}
	}

	/** Returns how many rounds there were. */
	private long learn(Rounds rounds, Hyperparameters hyperparameters) {
		long done = 0;
		long count = 0;
		for (; done < this.iterations; count++) {
			long end = Math.min(this.iterations, done + rounds.length());
			double[] rates = LongStream.range(done, end)
				.mapToDouble((iteration) -> this.rate * hyperparameters.optimization()
					.schedule()
					.factor(iteration, (double) iteration / this.iterations))
				.toArray();
			rounds.learn(done, rates, () -> true).orElseThrow();
			done = end;
		}
		return count;
	}

	private static double loss(Architecture architecture, Alphabet alphabet, float[] parameters,
			EncodedText validation) {
		return Evaluation.loss(new Stepper(new LanguageModel(architecture, alphabet, parameters)), validation, 1,
				NativeLibrary::prepareThread);
	}

	private Hyperparameters hyperparameters() {
		return new Hyperparameters(new NetworkOptions(Cell.LSTM, 2, 128, Normalization.NONE, 0),
				OptimizationOptions.adam(50, 50, this.rate)
					.withSchedule(new LearningRateSchedule(LearningRateSchedule.Type.COSINE, 50, 0.05, 1, 1))
					.withGradientClip(new GradientClip(GradientClip.Type.NORM, 1))
					.withWeightDecay(this.weightDecay)
					.withAveraging(0.05)
					.withSeed(this.seed),
				RunOptions.iterations(this.iterations));
	}

}
