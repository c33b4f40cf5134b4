package io.charrnn.cluster;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

import io.charrnn.cluster.protocol.RunDescription;
import io.charrnn.model.Alphabet;
import io.charrnn.model.Cell;
import io.charrnn.model.EncodedText;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.Normalization;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.RunOptions;
import io.charrnn.model.Streams;
import io.charrnn.model.TrainingState;
import io.charrnn.model.ValidationSplit;
import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.LocalRounds;
import io.charrnn.model.round.OuterStep;
import io.charrnn.model.round.Rounds;
import io.charrnn.model.train.FusedEngine;

/** A small run of three members, with all that a description can have. */
public final class RoundTestRun {

	public static final Alphabet ALPHABET = Alphabet.ofDocuments("abcdef", List.of("one", "two"));

	public static final Cluster CLUSTER = new Cluster(3, 2, 1, new OuterStep(0.7, 0.9));

	public static final Hyperparameters HYPERPARAMETERS = new Hyperparameters(
			new NetworkOptions(Cell.LSTM, 2, 9, Normalization.RMS, 0.2),
			OptimizationOptions.adam(7, 5, 1)
				.withGradientClip(new GradientClip(GradientClip.Type.NORM, 1))
				.withWeightDecay(0.1)
				.withAveraging(0.1)
				.withSeed(5),
			new RunOptions(null, 1L, null, 0, ValidationSplit.END, 1, 1, null));

	private static final double RATE = 0.01;

	private RoundTestRun() {
	}

	public static EncodedText text() {
		char[] indices = new char[500];
		Random random = new Random(1);
		for (int position = 0; position < indices.length; position++) {
			indices[position] = (char) random.nextInt(ALPHABET.size());
		}
		return new EncodedText(indices);
	}

	public static RunDescription description() {
		return new RunDescription(CLUSTER, ALPHABET, HYPERPARAMETERS, text().length());
	}

	public static TrainingState start() {
		return TrainingState.initial(HYPERPARAMETERS.network().architecture(ALPHABET.size()), HYPERPARAMETERS);
	}

	/** In this process. */
	public static Rounds local(RunDescription run, EncodedText text, TrainingState state) {
		Hyperparameters hyperparameters = run.hyperparameters();
		OptimizationOptions optimization = hyperparameters.optimization();
		Streams streams = Streams.of(text, run.alphabet(), optimization.batchSize(), optimization.sequenceLength(),
				optimization.seed());
		return new LocalRounds(run.cluster(), run.architecture(), hyperparameters, new FusedEngine(1),
				UnaryOperator.identity(), streams, state);
	}

	public static double[] learningRates() {
		return new double[] { RATE, RATE / 2 };
	}

}
