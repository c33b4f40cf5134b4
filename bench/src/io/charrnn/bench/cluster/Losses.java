package io.charrnn.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import io.charrnn.model.NotFiniteException;
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
final class Losses {

	static final String USAGE = """
			losses: an LSTM 2 x 128, 50 streams of 50 characters, the last tenth of the text for validation
			  --iterations N     of each case (1500)
			  --rate R           highest learning rate (0.008); cosine down to a twentieth, 50 iterations of warm-up
			  --weight-decay L   (0.1)
			  --seeds LIST       (1,2)
			  --cases LIST       plain, or workers/localIterations/outer rate/outer momentum
			                     (plain and workers 1, 4, 8 x localIterations 10, 50 x momentum 0, 0.5, 0.9, the last with rate 0.7)
			  --results FILE     keeps what was trained, one line each; what is there already is not trained again

			""";

	private final Path text;

	private int iterations = 1500;

	private double rate = 0.008;

	private double weightDecay = 0.1;

	private List<Long> seeds = List.of(1L, 2L);

	private List<String> cases = usualCases();

	private Path results = Path.of("");

	private Losses(Path text) {
		this.text = text;
	}

	private static List<String> usualCases() {
		List<String> cases = new ArrayList<>(List.of("plain"));
		for (int workers : new int[] { 1, 4, 8 }) {
			for (int localIterations : new int[] { 10, 50 }) {
				for (String outer : List.of("1/0", "1/0.5", "0.7/0.9")) {
					cases.add(workers + "/" + localIterations + "/" + outer);
				}
			}
		}
		return cases;
	}

	static void run(List<String> arguments) throws IOException {
		if (arguments.size() % 2 == 0) {
			throw new IllegalArgumentException("losses needs a file, and a value for each option");
		}
		Losses losses = new Losses(Path.of(arguments.get(0)));
		for (int index = 1; index < arguments.size(); index += 2) {
			losses.set(arguments.get(index), arguments.get(index + 1));
		}
		losses.run();
	}

	private void set(String option, String value) {
		switch (option) {
			case "--iterations" -> this.iterations = Integer.parseInt(value);
			case "--rate" -> this.rate = Double.parseDouble(value);
			case "--weight-decay" -> this.weightDecay = Double.parseDouble(value);
			case "--seeds" -> this.seeds = List.of(value.split(",")).stream().map(Long::valueOf).toList();
			case "--cases" -> this.cases = List.of(value.split(","));
			case "--results" -> this.results = Path.of(value);
			default -> throw new IllegalArgumentException("unknown option " + option);
		}
	}

	private void run() throws IOException {
		String characters = Files.readString(this.text);
		Alphabet alphabet = Alphabet.of(characters);
		EncodedText all = alphabet.encode(characters);
		Map<String, Loss> known = known();
		for (long seed : this.seeds) {
			for (String name : this.cases) {
				String key = key(all, name, seed);
				if (!known.containsKey(key)) {
					Loss loss = train(name, hyperparameters(seed), alphabet, all);
					known.put(key, loss);
					keep(key, loss);
				}
			}
		}
		print(known, all);
	}

	/** All that decides a loss. */
	private String key(EncodedText all, String name, long seed) {
		return String.join(" ", this.text.getFileName().toString(), String.valueOf(all.length()),
				String.valueOf(this.iterations), String.valueOf(this.rate), String.valueOf(this.weightDecay),
				String.valueOf(seed), name);
	}

	private Map<String, Loss> known() throws IOException {
		Map<String, Loss> known = new LinkedHashMap<>();
		if (Files.isRegularFile(this.results)) {
			for (String line : Files.readAllLines(this.results)) {
				String[] parts = line.split("\t");
				known.put(parts[0], new Loss(Double.parseDouble(parts[1]), Double.parseDouble(parts[2])));
			}
		}
		return known;
	}

	private void keep(String key, Loss loss) throws IOException {
		String line = key + "\t" + loss.average() + "\t" + loss.newest() + "\n";
		System.err.print(line);
		if (!this.results.toString().isEmpty()) {
			Files.writeString(this.results, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
	}

	private void print(Map<String, Loss> known, EncodedText all) {
		System.out.printf(Locale.ROOT,
				"Validation losses, nats per character, of the averaged weights (of the newest ones) after %,d iterations of "
						+ "2,500 characters; learning rate %s, weight decay %s%n%n",
				this.iterations, this.rate, this.weightDecay);
		StringBuilder head = new StringBuilder("| workers | iterations of a round | outer step: rate, momentum |");
		StringBuilder line = new StringBuilder("| ---: | ---: | --- |");
		for (long seed : this.seeds) {
			head.append(" seed ").append(seed).append(" |");
			line.append(" ---: |");
		}
		System.out.println(head + " mean, compared with no workers |");
		System.out.println(line + " ---: |");
		for (String name : this.cases) {
			String[] parts = name.split("/");
			System.out.print(name.equals("plain") ? "| none | | |"
					: String.format(Locale.ROOT, "| %s | %s | %s, %s |", parts[0], parts[1], parts[2], parts[3]));
			double difference = 0;
			for (long seed : this.seeds) {
				Loss loss = known.get(key(all, name, seed));
				Loss plain = known.getOrDefault(key(all, "plain", seed), new Loss(Double.NaN, Double.NaN));
				difference += (loss.average() - plain.average()) / this.seeds.size();
				System.out.printf(Locale.ROOT, " %.4f (%.4f) |", loss.average(), loss.newest());
			}
			System.out.println(Double.isNaN(difference) ? " |" : String.format(Locale.ROOT, " %+.4f |", difference));
		}
	}

	private Loss train(String name, Hyperparameters hyperparameters, Alphabet alphabet, EncodedText all) {
		int training = all.length() / 10 * 9;
		EncodedText validation = all.slice(training, all.length());
		OptimizationOptions optimization = hyperparameters.optimization();
		Streams streams = new Streams(all.slice(0, training), optimization.batchSize(), optimization.sequenceLength(),
				optimization.seed());
		Architecture architecture = hyperparameters.network().architecture(alphabet.size());
		FusedEngine engine = new FusedEngine(Runtime.getRuntime().availableProcessors());
		TrainingState start = TrainingState.initial(architecture, hyperparameters);
		String[] parts = name.split("/");
		Rounds rounds = name.equals("plain") ? Rounds.of(engine.resume(architecture, hyperparameters, start), streams)
				: new LocalRounds(new Cluster(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), 1,
						new OuterStep(Double.parseDouble(parts[2]), Double.parseDouble(parts[3]))), architecture,
						hyperparameters, engine, UnaryOperator.identity(), streams, start);
		try (rounds) {
			learn(rounds, optimization);
			TrainingState end = rounds.state();
			return new Loss(loss(architecture, alphabet, end.modelParameters(), validation),
					loss(architecture, alphabet, end.parameters(), validation));
		}
		catch (NotFiniteException ex) {
			return new Loss(Double.NaN, Double.NaN);
		}
	}

	private void learn(Rounds rounds, OptimizationOptions optimization) {
		for (long done = 0; done < this.iterations;) {
			long end = Math.min(this.iterations, done + rounds.length());
			double[] rates = LongStream.range(done, end)
				.mapToDouble((iteration) -> this.rate
						* optimization.schedule().factor(iteration, (double) iteration / this.iterations))
				.toArray();
			rounds.learn(done, rates, () -> true).orElseThrow();
			done = end;
		}
	}

	private static double loss(Architecture architecture, Alphabet alphabet, float[] parameters,
			EncodedText validation) {
		return Evaluation.loss(new Stepper(new LanguageModel(architecture, alphabet, parameters)), validation, 1,
				NativeLibrary::prepareThread);
	}

	private Hyperparameters hyperparameters(long seed) {
		return new Hyperparameters(new NetworkOptions(Cell.LSTM, 2, 128, Normalization.NONE, 0),
				OptimizationOptions.adam(50, 50, this.rate)
					.withSchedule(new LearningRateSchedule(LearningRateSchedule.Type.COSINE, 50, 0.05, 1, 1))
					.withGradientClip(new GradientClip(GradientClip.Type.NORM, 1))
					.withWeightDecay(this.weightDecay)
					.withAveraging(0.05)
					.withSeed(seed),
				RunOptions.iterations(this.iterations));
	}

	/**
	 * What a training ended with.
	 *
	 * @param average of the averaged weights
	 * @param newest of the newest weights
	 */
	private record Loss(double average, double newest) {
	}

}
