package io.charrnn.model.train;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Batch;
import io.charrnn.model.Cell;
import io.charrnn.model.DropoutMask;
import io.charrnn.model.EncodedText;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.Normalization;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.Precision;
import io.charrnn.model.ReferenceBatch;
import io.charrnn.model.RunOptions;
import io.charrnn.model.Share;
import io.charrnn.model.Streams;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;
import io.charrnn.model.dl4j.Dl4jEngine;
import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.product.PlainProducts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Documents of one to ten characters in streams that go on. */
class DocumentTrainingTests {

	private static final double RATE = 0.002;

	private static final Alphabet ALPHABET = Alphabet.ofDocuments("abcdef", List.of("one", "two"));

	@ParameterizedTest
	@CsvSource({ "RNN,0,1,NONE", "RNN,0.4,3,NONE", "LSTM,0,1,NONE", "LSTM,0,2,NONE", "LSTM,0.4,3,NONE", "GRU,0,1,NONE",
			"GRU,0.4,3,NONE", "RNN,0,2,RMS", "LSTM,0.4,2,RMS", "GRU,0,2,RMS" })
	void gradientAndStatesEqualThoseOfEachDocumentByItself(Cell cell, double dropout, int layers,
			Normalization normalization) {
		Architecture architecture = new Architecture(cell, layers, 5, ALPHABET.size(), normalization);
		Hyperparameters hyperparameters = hyperparameters(architecture, 3, 19, dropout);
		Batch batch = streams(3, 19).batch(1);
		assertThat(batch.begins()).contains(true);
		TrainingState state = FusedEngineTests.carried(TrainingState.initial(architecture, hyperparameters));
		ReferenceBatch reference = new ReferenceBatch(architecture, state.parameters(),
				Stream.of(state.hidden()).map(DocumentTrainingTests::widened).toArray(double[][]::new), batch,
				new DropoutMask(hyperparameters.optimization().seed(), dropout), state.iteration());
		for (TrainingEngine engine : List.of(fused(2), fused(1), new Dl4jEngine())) {
			try (Trainer trainer = engine.resume(architecture, hyperparameters, state)) {
				Update update = trainer.update(batch, RATE);
				TrainingState after = trainer.state();
				assertThat(update.loss()).as(engine.name()).isCloseTo(reference.loss(), within(1e-6));
				for (int parameter = 0; parameter < state.parameters().length; parameter++) {
					assertThat(10 * after.updaterState()[parameter])
						.as("%s: gradient of parameter %d", engine.name(), parameter)
						.isCloseTo((float) reference.gradient()[parameter], within(2e-6f));
				}
				for (int vector = 0; vector < after.hidden().length; vector++) {
					assertThat(widened(after.hidden()[vector])).usingComparatorWithPrecision(2e-6)
						.containsExactly(reference.hidden()[vector]);
				}
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "RNN,1", "LSTM,1", "LSTM,2", "GRU,2" })
	void resumedRunEqualsUninterruptedOneBitForBit(Cell cell, int threads) {
		Architecture architecture = new Architecture(cell, 2, 20, ALPHABET.size());
		Hyperparameters hyperparameters = hyperparameters(architecture, 5, 6, 0.3);
		TrainingState start = TrainingState.initial(architecture, hyperparameters);
		TrainingState uninterrupted = run(fused(threads), architecture, hyperparameters, start, 20);
		TrainingState half = run(fused(threads), architecture, hyperparameters, start, 9);
		assertThatStatesAreEqual(run(fused(threads), architecture, hyperparameters, half, 20), uninterrupted);
	}

	@ParameterizedTest
	@EnumSource(Cell.class)
	void anUpdateThatIsBrokenOffAnywhereChangesNothing(Cell cell) {
		Architecture architecture = new Architecture(cell, 2, 9, ALPHABET.size());
		Hyperparameters hyperparameters = hyperparameters(architecture, 32, 8, 0);
		Batch batch = streams(32, 8).batch(2);
		AtomicInteger asked = new AtomicInteger();
		TrainingState start = FusedEngineTests.carried(TrainingState.initial(architecture, hyperparameters));
		try (Trainer trainer = fused(2).resume(architecture, hyperparameters, start)) {
			TrainingState before = trainer.state();
			for (int patience = 0; trainer.update(batch, RATE, goesOn(asked, patience)).isEmpty(); patience += 3) {
				assertThatStatesAreEqual(trainer.state(), before);
			}
		}
		assertThat(asked.get()).isGreaterThan(32);
	}

	private static BooleanSupplier goesOn(AtomicInteger asked, int patience) {
		asked.set(0);
		return () -> asked.incrementAndGet() <= patience;
	}

	@ParameterizedTest
	@EnumSource(names = { "FLOAT32", "BFLOAT16" })
	void aDocumentIsLearnedTheSameWhateverStandsBeforeIt(Precision precision) {
		Architecture architecture = new Architecture(Cell.LSTM, 2, 9, ALPHABET.size());
		Hyperparameters hyperparameters = hyperparameters(architecture, 1, 8, 0, precision);
		TrainingState start = TrainingState.initial(architecture, hyperparameters);
		TrainingState carried = new TrainingState(0, start.parameters(), null, start.updaterState(),
				FusedEngineTests.carried(start).hidden());
		int[] inputs = { ALPHABET.end(), 0, 1, 2, 3, 4, 5, 0 };
		boolean[] begins = new boolean[8];
		begins[0] = true;
		Batch batch = new Batch(1, 8, inputs, new int[8], false, begins);
		assertThatStatesAreEqual(after(architecture, hyperparameters, carried, batch),
				after(architecture, hyperparameters, start, batch));
	}

	@ParameterizedTest
	@EnumSource(Cell.class)
	void bfloat16StaysNearFloat32(Cell cell) {
		Architecture architecture = new Architecture(cell, 2, 33, ALPHABET.size());
		TrainingState start = FusedEngineTests
			.carried(TrainingState.initial(architecture, hyperparameters(architecture, 7, 19, 0)));
		Batch batch = streams(7, 19).batch(1);
		float[] exact = after(architecture, hyperparameters(architecture, 7, 19, 0), start, batch).updaterState();
		float[] rounded = after(architecture, hyperparameters(architecture, 7, 19, 0, Precision.BFLOAT16), start, batch)
			.updaterState();
		double difference = 0;
		double size = 0;
		for (int parameter = 0; parameter < start.parameters().length; parameter++) {
			difference += Math.pow((double) rounded[parameter] - exact[parameter], 2);
			size += Math.pow(exact[parameter], 2);
		}
		assertThat(Math.sqrt(difference / size)).isBetween(1e-6, 0.02);
	}

	/** By products in plain Java, so that any processor has both precisions. */
	private static TrainingState after(Architecture architecture, Hyperparameters hyperparameters, TrainingState from,
			Batch batch) {
		try (Trainer trainer = FusedTrainer.start(architecture, hyperparameters, from,
				Share.all(hyperparameters.optimization().batchSize()),
				new PlainProducts(hyperparameters.optimization().precision()), 1, NativeLibrary::prepareThread)) {
			trainer.update(batch, RATE);
			return trainer.state();
		}
	}

	private static void assertThatStatesAreEqual(TrainingState actual, TrainingState expected) {
		assertThat(actual.iteration()).isEqualTo(expected.iteration());
		assertThat(Arrays.equals(actual.parameters(), expected.parameters())).isTrue();
		assertThat(Arrays.equals(actual.updaterState(), expected.updaterState())).isTrue();
		assertThat(Arrays.deepEquals(actual.hidden(), expected.hidden())).isTrue();
	}

	private static TrainingState run(TrainingEngine engine, Architecture architecture, Hyperparameters hyperparameters,
			TrainingState from, int iterations) {
		Streams batches = streams(hyperparameters.optimization().batchSize(),
				hyperparameters.optimization().sequenceLength());
		try (Trainer trainer = engine.resume(architecture, hyperparameters, from)) {
			for (long iteration = from.iteration(); iteration < iterations; iteration++) {
				trainer.update(batches.batch(iteration), RATE);
			}
			return trainer.state();
		}
	}

	private static FusedEngine fused(int threads) {
		return new FusedEngine(threads);
	}

	private static Streams streams(int streams, int steps) {
		Random random = new Random(5);
		char[] text = new char[streams * (4 * steps + 2) + 1];
		int next = 0;
		for (int i = 0; i < text.length; i++) {
			boolean begins = i == next;
			text[i] = (char) (begins ? 6 + random.nextInt(3) : random.nextInt(6));
			next += begins ? 2 + random.nextInt(10) : 0;
		}
		return Streams.of(new EncodedText(text), ALPHABET, streams, steps, 7);
	}

	private static Hyperparameters hyperparameters(Architecture architecture, int streams, int steps, double dropout) {
		return hyperparameters(architecture, streams, steps, dropout, Precision.FLOAT32);
	}

	private static Hyperparameters hyperparameters(Architecture architecture, int streams, int steps, double dropout,
			Precision precision) {
		return new Hyperparameters(NetworkOptions.of(architecture).withDropout(dropout),
				OptimizationOptions.adam(streams, steps, RATE)
					.withGradientClip(new GradientClip(GradientClip.Type.NORM, 100))
					.withPrecision(precision)
					.withSeed(42),
				RunOptions.iterations(1));
	}

	private static double[] widened(float[] values) {
		double[] wide = new double[values.length];
		for (int i = 0; i < wide.length; i++) {
			wide[i] = values[i];
		}
		return wide;
	}

}
