package io.charrnn.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.EncodedText;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.Normalization;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.RunOptions;
import io.charrnn.model.TrainingState;
import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.OuterStep;

import org.springframework.util.unit.DataSize;

/** What measurements with Spark share: a network, a text that is drawn, and options. */
final class SparkBench {

	static final int ALPHABET = 65;

	private final Map<String, String> options = new HashMap<>();

	SparkBench(List<String> arguments, Map<String, String> usual) {
		if (arguments.size() % 2 == 1) {
			throw new IllegalArgumentException("each option needs a value");
		}
		this.options.putAll(usual);
		for (int index = 0; index < arguments.size(); index += 2) {
			if (this.options.put(arguments.get(index), arguments.get(index + 1)) == null) {
				throw new IllegalArgumentException("unknown option " + arguments.get(index));
			}
		}
	}

	String option(String name) {
		return this.options.getOrDefault(name, "");
	}

	int number(String name) {
		return Integer.parseInt(option(name));
	}

	static Alphabet alphabet() {
		return Alphabet.of(IntStream.range('0', '0' + ALPHABET).mapToObj(Character::toString).collect(Collectors.joining()));
	}

	static EncodedText text(int characters) {
		char[] indices = new char[characters];
		int drawn = 1;
		for (int position = 0; position < indices.length; position++) {
			drawn = drawn * 1_664_525 + 1_013_904_223;
			indices[position] = (char) ((drawn >>> 8) % ALPHABET);
		}
		return new EncodedText(indices);
	}

	static Hyperparameters hyperparameters(int layers, int hidden, int streams, int steps) {
		return new Hyperparameters(new NetworkOptions(Cell.LSTM, layers, hidden, Normalization.NONE, 0),
				OptimizationOptions.adam(streams, steps, 0.001).withGradientClip(new GradientClip(GradientClip.Type.NORM, 1)),
				RunOptions.iterations(1));
	}

	static Cluster cluster(int workers, int localIterations) {
		return new Cluster(workers, localIterations, 1, new OuterStep(1, 0.5));
	}

	static double[] rates(int count) {
		double[] rates = new double[count];
		Arrays.fill(rates, 0.001);
		return rates;
	}

	SparkRounds rounds(Cluster cluster, Hyperparameters hyperparameters, EncodedText text) {
		Path target = Path.of("target").toAbsolutePath();
		SparkSettings settings = new SparkSettings(target.resolve("spark-home"), target.resolve("spark/jars"),
				option("--master"), DataSize.ofMegabytes(number("--executor-memory")),
				DataSize.ofMegabytes(number("--driver-memory")), Duration.ofSeconds(120), Duration.ofSeconds(120), 0,
				Map.of("spark.ui.enabled", "false"));
		Architecture architecture = hyperparameters.network().architecture(ALPHABET);
		return new SparkCluster(settings).rounds("bench", cluster, alphabet(), hyperparameters, text,
				TrainingState.initial(architecture, hyperparameters), (status) -> {
				});
	}

}
