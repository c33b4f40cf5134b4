package io.charrnn.model.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.charrnn.model.Architecture;
import io.charrnn.model.Batch;
import io.charrnn.model.Cell;
import io.charrnn.model.DropoutMask;
import io.charrnn.model.EncodedText;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.Normalization;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.ParameterLayout;
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
import io.charrnn.model.product.OpenBlasProducts;
import io.charrnn.model.product.PlainProducts;
import io.charrnn.model.product.Products;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class FusedEngineTests {

	/** What rounding leaves of sums whose terms, of up to 0.1, cancel each other. */
	private static final double CANCELLATION = 5e-9;

	private static final double RATE = 0.002;

	private final Dl4jEngine dl4j = new Dl4jEngine();

	/**
	 * Odd sizes, any three of the four in every combination, with and without dropout in
	 * turn.
	 */
	static Stream<Arguments> shapes() {
		List<Arguments> shapes = new ArrayList<>();
		for (Cell cell : Cell.values()) {
			for (int layers = 1; layers <= 3; layers++) {
				for (int large = 0; large < 8; large++) {
					int hiddenSize = ((large & 1) != 0) ? 33 : 5;
					int alphabetSize = ((large & 2) != 0) ? 300 : 2;
					int streams = ((large & 4) != 0) ? 7 : 1;
					int steps = (Integer.bitCount(large) % 2 != 0) ? 19 : 1;
					double dropout = (shapes.size() % 3 == 0) ? 0.3 : 0;
					shapes.add(Arguments.of(cell, layers, hiddenSize, alphabetSize, streams, steps, dropout));
				}
			}
		}
		return shapes.stream();
	}

	@ParameterizedTest
	@MethodSource("shapes")
	void lossGradientAndStateEqualThoseOfDl4j(Cell cell, int layers, int hiddenSize, int alphabetSize, int streams,
			int steps, double dropout) {
		Architecture architecture = new Architecture(cell, layers, hiddenSize, alphabetSize);
		Hyperparameters hyperparameters = hyperparameters(architecture, streams, steps, dropout, null);
		Streams batches = streams(architecture, streams, steps);
		TrainingState start = carried(TrainingState.initial(architecture, hyperparameters));
		Step expected = step(this.dl4j, architecture, hyperparameters, start, batches.batch(1));
		Step actual = step(fused(2), architecture, hyperparameters, start, batches.batch(1));
		assertThat(actual.update().loss()).isCloseTo(expected.update().loss(), within(1e-5));
		assertThatGradientsAreClose(architecture, actual.after().updaterState(), expected.after().updaterState());
		double norm = 10 * length(expected.after().updaterState(), start.parameters().length);
		assertThat(actual.update().gradientNorm()).isCloseTo(norm, within(1e-5 * norm));
		for (int vector = 0; vector < start.hidden().length; vector++) {
			assertThat(actual.after().hidden()[vector]).usingComparatorWithPrecision(2e-6f)
				.containsExactly(expected.after().hidden()[vector]);
		}
	}

	private static double length(float[] values, int count) {
		double squares = 0;
		for (int i = 0; i < count; i++) {
			squares += (double) values[i] * values[i];
		}
		return Math.sqrt(squares);
	}

	/**
	 * After an Adam step from zero moments, the first moment is a tenth of the gradient.
	 */
	private static void assertThatGradientsAreClose(Architecture architecture, float[] actual, float[] expected) {
		assertThatGradientsAreClose(architecture, actual, expected, 1e-5);
	}

	private static void assertThatGradientsAreClose(Architecture architecture, float[] actual, float[] expected,
			double tolerance) {
		ParameterLayout layout = new ParameterLayout(architecture);
		for (int layer = 0; layer < architecture.layers(); layer++) {
			assertThatPartsAreClose("input " + layer, actual, expected, layout.inputWeights(layer),
					layout.recurrentWeights(layer), tolerance);
			assertThatPartsAreClose("recurrent " + layer, actual, expected, layout.recurrentWeights(layer),
					layout.bias(layer), tolerance);
			assertThatPartsAreClose("bias " + layer, actual, expected, layout.bias(layer),
					layout.inputWeights(layer + 1), tolerance);
		}
		assertThatPartsAreClose("output", actual, expected, layout.outputWeights(), layout.outputBias(), tolerance);
		assertThatPartsAreClose("output bias", actual, expected, layout.outputBias(), layout.length(), tolerance);
	}

	private static void assertThatPartsAreClose(String part, float[] actual, float[] expected, int from, int to,
			double tolerance) {
		double difference = 0;
		double size = 0;
		for (int i = from; i < to; i++) {
			difference += Math.pow((double) actual[i] - expected[i], 2);
			size += Math.pow(expected[i], 2);
		}
		assertThat(Math.sqrt(difference)).as("gradient of " + part)
			.isLessThanOrEqualTo(tolerance * Math.sqrt(size) + CANCELLATION);
	}

	private record Step(Update update, TrainingState after) {
	}

	private static Step step(TrainingEngine engine, Architecture architecture, Hyperparameters hyperparameters,
			TrainingState state, Batch batch) {
		try (Trainer trainer = engine.resume(architecture, hyperparameters, state)) {
			Update update = trainer.update(batch, RATE);
			return new Step(update, trainer.state());
		}
	}

	@ParameterizedTest
	@MethodSource("io.charrnn.model.CellCases#all")
	void gradientEqualsThatOfTheReference(Cell cell, double dropout, int layers, Normalization normalization) {
		Architecture architecture = new Architecture(cell, layers, 5, 4, normalization);
		Hyperparameters hyperparameters = hyperparameters(architecture, 3, 4, dropout, null);
		Batch batch = streams(architecture, 3, 4).batch(1);
		TrainingState state = carried(TrainingState.initial(architecture, hyperparameters));
		Step step = step(fused(2), architecture, hyperparameters, state, batch);
		ReferenceBatch reference = new ReferenceBatch(architecture, state.parameters(),
				Stream.of(state.hidden()).map(FusedEngineTests::widened).toArray(double[][]::new), batch,
				new DropoutMask(hyperparameters.optimization().seed(), dropout), state.iteration());
		double squares = 0;
		for (int parameter = 0; parameter < state.parameters().length; parameter++) {
			double expected = reference.gradient()[parameter];
			assertThat(10 * step.after().updaterState()[parameter]).as("gradient of parameter %d", parameter)
				.isCloseTo((float) expected, within(1e-6f));
			squares += expected * expected;
		}
		assertThat(step.update().gradientNorm()).isCloseTo(Math.sqrt(squares), within(1e-6));
		assertThat(step.update().loss()).isCloseTo(reference.loss(), within(1e-6));
	}

	@ParameterizedTest
	@CsvSource({ "RNN,0,NONE", "RNN,0.5,NONE", "LSTM,0,NONE", "LSTM,0.5,NONE", "GRU,0,NONE", "GRU,0.5,NONE",
			"RNN,0.5,RMS", "LSTM,0.5,RMS", "GRU,0.5,RMS" })
	void staysTogetherWithDl4jOverFiftyIterations(Cell cell, double weightDecay, Normalization normalization) {
		Architecture architecture = new Architecture(cell, 2, 33, 20, normalization);
		Hyperparameters hyperparameters = hyperparameters(architecture, 7, 5, 0.2,
				new GradientClip(GradientClip.Type.NORM, 0.4), weightDecay);
		Streams batches = streams(architecture, 7, 5);
		TrainingState start = TrainingState.initial(architecture, hyperparameters);
		try (Trainer expected = this.dl4j.resume(architecture, hyperparameters, start);
				Trainer actual = fused(2).resume(architecture, hyperparameters, start)) {
			for (int iteration = 0; iteration < 50; iteration++) {
				Update update = expected.update(batches.batch(iteration), RATE);
				assertThat(actual.update(batches.batch(iteration), RATE).loss()).isCloseTo(update.loss(), within(1e-4));
			}
			double distance = distance(actual.parameters(), expected.parameters());
			assertThat(distance).isLessThan(1e-3 * distance(start.parameters(), expected.parameters()));
		}
	}

	@ParameterizedTest
	@EnumSource(Cell.class)
	void enginesMayTakeTurnsInOneRun(Cell cell) {
		Architecture architecture = new Architecture(cell, 2, 20, 11);
		Hyperparameters hyperparameters = hyperparameters(architecture, 5, 6, 0.3,
				new GradientClip(GradientClip.Type.NORM, 0.5));
		TrainingState start = TrainingState.initial(architecture, hyperparameters);
		TrainingState expected = run(this.dl4j, architecture, hyperparameters, start, 15);
		TrainingState state = run(fused(2), architecture, hyperparameters, start, 5);
		state = run(this.dl4j, architecture, hyperparameters, state, 10);
		state = run(fused(1), architecture, hyperparameters, state, 15);
		assertThat(distance(state.parameters(), expected.parameters()))
			.isLessThan(1e-3 * distance(start.parameters(), expected.parameters()));
	}

	private static double distance(float[] first, float[] second) {
		double sum = 0;
		for (int i = 0; i < first.length; i++) {
			sum += Math.pow((double) first[i] - second[i], 2);
		}
		return Math.sqrt(sum);
	}

	@ParameterizedTest
	@CsvSource({ "RNN,1,0,NONE", "RNN,2,0.1,RMS", "LSTM,1,0.1,NONE", "LSTM,2,0,NONE", "LSTM,2,0.1,RMS", "GRU,1,0,NONE",
			"GRU,2,0.1,RMS" })
	void resumedRunEqualsUninterruptedOneBitForBit(Cell cell, int threads, double weightDecay,
			Normalization normalization) {
		Architecture architecture = new Architecture(cell, 2, 20, 11, normalization);
		Hyperparameters hyperparameters = hyperparameters(architecture, 5, 6, 0.3,
				new GradientClip(GradientClip.Type.NORM, 0.5), weightDecay);
		TrainingState start = TrainingState.initial(architecture, hyperparameters);
		TrainingState uninterrupted = run(fused(threads), architecture, hyperparameters, start, 20);
		TrainingState half = run(fused(threads), architecture, hyperparameters, start, 9);
		TrainingState resumed = run(fused(threads), architecture, hyperparameters, half, 20);
		assertThat(resumed.iteration()).isEqualTo(20);
		assertThat(resumed.parameters()).isEqualTo(uninterrupted.parameters());
		assertThat(resumed.updaterState()).isEqualTo(uninterrupted.updaterState());
		assertThat(resumed.hidden()).isDeepEqualTo(uninterrupted.hidden());
	}

	/** In any of eight steps of two layers, forward and back. */
	@ParameterizedTest
	@CsvSource({ "RNN,1", "LSTM,2", "GRU,3" })
	void anUpdateThatIsBrokenOffAnywhereChangesNothing(Cell cell, int threads) {
		Architecture architecture = new Architecture(cell, 2, 9, 11);
		Hyperparameters hyperparameters = hyperparameters(architecture, 128 * threads, 8, 0.3, null);
		Streams batches = streams(architecture, 128 * threads, 8);
		TrainingState start = carried(TrainingState.initial(architecture, hyperparameters));
		TrainingState expected = run(fused(threads), architecture, hyperparameters, start, 4);
		AtomicInteger asked = new AtomicInteger();
		try (Trainer trainer = fused(threads).resume(architecture, hyperparameters, start)) {
			for (long iteration = start.iteration(); iteration < 4; iteration++) {
				TrainingState before = trainer.state();
				boolean done = false;
				for (int most = 0; !done; most += 3) {
					asked.set(0);
					int patience = most;
					done = trainer.update(batches.batch(iteration), RATE, () -> asked.incrementAndGet() <= patience)
						.isPresent();
					if (!done) {
						assertThatStatesAreEqual(trainer.state(), before);
					}
				}
				assertThat(asked.get()).isGreaterThan(threads * 32);
			}
			assertThatStatesAreEqual(trainer.state(), expected);
		}
	}

	private static void assertThatStatesAreEqual(TrainingState actual, TrainingState expected) {
		assertThat(actual.iteration()).isEqualTo(expected.iteration());
		assertThat(Arrays.equals(actual.parameters(), expected.parameters())).isTrue();
		assertThat(Arrays.equals(actual.updaterState(), expected.updaterState())).isTrue();
		assertThat(Arrays.deepEquals(actual.hidden(), expected.hidden())).isTrue();
	}

	@ParameterizedTest
	@EnumSource(Cell.class)
	void stateRoundTripsUnchanged(Cell cell) {
		Architecture architecture = new Architecture(cell, 3, 5, 7);
		Hyperparameters hyperparameters = hyperparameters(architecture, 3, 4, 0, null);
		TrainingState start = run(fused(1), architecture, hyperparameters,
				TrainingState.initial(architecture, hyperparameters), 2);
		try (Trainer trainer = fused(2).resume(architecture, hyperparameters, start)) {
			TrainingState same = trainer.state();
			assertThat(same.iteration()).isEqualTo(2);
			assertThat(same.parameters()).isEqualTo(start.parameters());
			assertThat(same.updaterState()).isEqualTo(start.updaterState());
			assertThat(same.hidden()).isDeepEqualTo(start.hidden());
		}
	}

	@Test
	void longRunAllocatesNothingOutsideTheHeap() {
		Architecture architecture = new Architecture(Cell.LSTM, 2, 12, 9);
		Hyperparameters hyperparameters = hyperparameters(architecture, 6, 8, 0.3,
				new GradientClip(GradientClip.Type.NORM, 0.5));
		Streams batches = streams(architecture, 6, 8);
		TrainingState start = TrainingState.initial(architecture, hyperparameters);
		try (Trainer trainer = fused(2).resume(architecture, hyperparameters, start)) {
			trainer.update(batches.batch(0), RATE);
			long bytes = Pointer.totalBytes();
			for (int iteration = 1; iteration < 1000; iteration++) {
				trainer.update(batches.batch(iteration), RATE);
			}
			assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(bytes);
		}
	}

	@Test
	void firstBatchBeginsFromZeroState() {
		Architecture architecture = new Architecture(Cell.LSTM, 2, 6, 5);
		Hyperparameters hyperparameters = hyperparameters(architecture, 3, 4, 0, null);
		Batch batch = streams(architecture, 3, 4).batch(1);
		Batch first = new Batch(batch.streams(), batch.steps(), batch.inputs(), batch.targets(), true);
		TrainingState initial = TrainingState.initial(architecture, hyperparameters);
		TrainingState carried = carried(initial);
		TrainingState zero = new TrainingState(3, carried.parameters(), carried.average(), initial.updaterState(),
				initial.hidden());
		double fromZero = step(fused(2), architecture, hyperparameters, zero, batch).update().loss();
		assertThat(step(fused(2), architecture, hyperparameters, carried, batch).update().loss()).isNotCloseTo(fromZero,
				within(1e-4));
		assertThat(step(fused(2), architecture, hyperparameters, carried, first).update().loss()).isEqualTo(fromZero);
	}

	@ParameterizedTest
	@EnumSource(Cell.class)
	void weightDecayTakesItsPartOfEachWeightBesideAdamsStepAndLeavesBiasesAlone(Cell cell) {
		Architecture architecture = new Architecture(cell, 2, 33, 20);
		ParameterLayout layout = new ParameterLayout(architecture);
		Batch batch = streams(architecture, 3, 4).batch(1);
		Hyperparameters none = hyperparameters(architecture, 3, 4, 0, null);
		Hyperparameters half = hyperparameters(architecture, 3, 4, 0, null, 0.5);
		TrainingState start = carried(TrainingState.initial(architecture, none));
		for (TrainingEngine engine : List.of(this.dl4j, fused(1), fused(2))) {
			Step without = step(engine, architecture, none, start, batch);
			Step with = step(engine, architecture, half, start, batch);
			assertThat(with.update()).isEqualTo(without.update());
			assertThat(with.after().updaterState()).isEqualTo(without.after().updaterState());
			for (int i = 0; i < layout.length(); i++) {
				double expected = without.after().parameters()[i]
						- (isWeight(layout, architecture, i) ? RATE * 0.5 * start.parameters()[i] : 0);
				assertThat((double) with.after().parameters()[i]).as("parameter %d, %s", i, engine.name())
					.isCloseTo(expected, within(isWeight(layout, architecture, i) ? 5e-7 : 0));
			}
		}
	}

	private static boolean isWeight(ParameterLayout layout, Architecture architecture, int parameter) {
		for (int layer = 0; layer < architecture.layers(); layer++) {
			if (parameter >= layout.bias(layer) && parameter < layout.inputWeights(layer + 1)) {
				return false;
			}
		}
		return parameter < layout.outputBias();
	}

	@Test
	void averagesTheWeightsAfterEachUpdate() {
		Architecture architecture = new Architecture(Cell.GRU, 2, 6, 5);
		Hyperparameters hyperparameters = averaging(architecture, 0.25);
		Streams streams = streams(architecture, 3, 4);
		try (Trainer fused = fused(2).resume(architecture, hyperparameters,
				TrainingState.initial(architecture, hyperparameters));
				Trainer dl4j = this.dl4j.resume(architecture, hyperparameters,
						TrainingState.initial(architecture, hyperparameters))) {
			double[] average = new double[fused.parameters().length];
			for (int iteration = 0; iteration < 4; iteration++) {
				fused.update(streams.batch(iteration), RATE);
				dl4j.update(streams.batch(iteration), RATE);
				float[] weights = fused.state().parameters();
				for (int i = 0; i < average.length; i++) {
					average[i] += (weights[i] - average[i]) / (1 + 0.25 * iteration);
				}
			}
			assertThat(widened(fused.parameters())).containsExactly(average, within(1e-6));
			assertThat(fused.parameters()).isEqualTo(fused.state().average()).isNotEqualTo(fused.state().parameters());
			assertThat(widened(dl4j.parameters())).containsExactly(average, within(1e-5));
			assertThat(dl4j.state().average()).isEqualTo(dl4j.parameters());
		}
	}

	@Test
	void goesOnAveragingWhereItStopped() {
		Architecture architecture = new Architecture(Cell.LSTM, 1, 6, 5);
		Hyperparameters hyperparameters = averaging(architecture, 0.1);
		Streams streams = streams(architecture, 3, 4);
		TrainingState state = TrainingState.initial(architecture, hyperparameters);
		try (Trainer whole = fused(2).resume(architecture, hyperparameters, state)) {
			for (int iteration = 0; iteration < 4; iteration++) {
				whole.update(streams.batch(iteration), RATE);
				try (Trainer resumed = fused(2).resume(architecture, hyperparameters, state)) {
					resumed.update(streams.batch(iteration), RATE);
					state = resumed.state();
				}
			}
			assertThat(state.average()).isEqualTo(whole.parameters());
			assertThat(state.parameters()).isEqualTo(whole.state().parameters());
		}
	}

	@Test
	void clipsAsDl4jDoes() {
		Architecture architecture = new Architecture(Cell.LSTM, 1, 6, 5);
		for (GradientClip clip : new GradientClip[] { new GradientClip(GradientClip.Type.NORM, 0.01),
				new GradientClip(GradientClip.Type.ELEMENT, 0.003), new GradientClip(GradientClip.Type.NORM, 1e6),
				new GradientClip(GradientClip.Type.ELEMENT, 1e6) }) {
			Hyperparameters hyperparameters = hyperparameters(architecture, 3, 4, 0, clip);
			TrainingState start = TrainingState.initial(architecture, hyperparameters);
			Batch batch = streams(architecture, 3, 4).batch(0);
			Step expected = step(this.dl4j, architecture, hyperparameters, start, batch);
			Step actual = step(fused(2), architecture, hyperparameters, start, batch);
			assertThat(actual.update().clipped()).isEqualTo(expected.update().clipped())
				.isEqualTo(clip.threshold() < 1);
			assertThatGradientsAreClose(architecture, actual.after().updaterState(), expected.after().updaterState());
		}
	}

	@Test
	void goesThroughALargeAlphabetInChunks() {
		Architecture architecture = new Architecture(Cell.RNN, 1, 4, 1100);
		Hyperparameters hyperparameters = hyperparameters(architecture, 9, 60, 0, null);
		assertThat(OutputLayer.chunkRows(architecture, 540)).isEqualTo(256);
		Batch batch = streams(architecture, 9, 60).batch(1);
		TrainingState start = TrainingState.initial(architecture, hyperparameters);
		Step expected = step(this.dl4j, architecture, hyperparameters, start, batch);
		Step actual = step(fused(1), architecture, hyperparameters, start, batch);
		assertThat(actual.update().loss()).isCloseTo(expected.update().loss(), within(1e-5));
		assertThatGradientsAreClose(architecture, actual.after().updaterState(), expected.after().updaterState());
	}

	@Test
	void rejectsABatchOfAnotherShape() {
		Architecture architecture = new Architecture(Cell.RNN, 1, 6, 5);
		Hyperparameters hyperparameters = hyperparameters(architecture, 3, 5, 0, null);
		TrainingState start = TrainingState.initial(architecture, hyperparameters);
		try (Trainer trainer = fused(1).resume(architecture, hyperparameters, start)) {
			Batch batch = new Batch(1, 1, new int[1], new int[1], true);
			assertThatIllegalArgumentException().isThrownBy(() -> trainer.update(batch, RATE))
				.withMessageContaining("3 x 5");
		}
	}

	@Test
	void threadsEndIfTheRunCannotBegin() throws InterruptedException {
		Architecture architecture = new Architecture(Cell.RNN, 1, 6, 5);
		Hyperparameters hyperparameters = hyperparameters(architecture, 3, 5, 0, null);
		TrainingState start = TrainingState.initial(architecture, hyperparameters);
		TrainingState withoutHidden = new TrainingState(0, start.parameters(), null, start.updaterState(),
				new float[0][]);
		Queue<Thread> threads = new ConcurrentLinkedQueue<>();
		FusedEngine engine = new FusedEngine(() -> threads.add(Thread.currentThread()), 2);
		assertThatExceptionOfType(ArrayIndexOutOfBoundsException.class)
			.isThrownBy(() -> engine.resume(architecture, hyperparameters, withoutHidden));
		assertThat(threads).hasSize(2).contains(Thread.currentThread());
		threads.remove(Thread.currentThread());
		for (Thread thread : threads) {
			thread.join(60_000);
			assertThat(thread.isAlive()).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource(Cell.class)
	void openBlasGivesTheSameToRounding(Cell cell) {
		Architecture architecture = new Architecture(cell, 2, 33, 65);
		Hyperparameters hyperparameters = hyperparameters(architecture, 7, 19, 0.2, null);
		Batch batch = streams(architecture, 7, 19).batch(1);
		TrainingState start = carried(TrainingState.initial(architecture, hyperparameters));
		Step expected = step(this.dl4j, architecture, hyperparameters, start, batch);
		try (Trainer trainer = FusedTrainer.start(architecture, hyperparameters, start,
				Share.all(hyperparameters.optimization().batchSize()), new OpenBlasProducts(), 2,
				NativeLibrary::prepareThread)) {
			assertThat(trainer.update(batch, RATE).loss()).isCloseTo(expected.update().loss(), within(1e-5));
			assertThatGradientsAreClose(architecture, trainer.state().updaterState(), expected.after().updaterState());
		}
	}

	@ParameterizedTest
	@EnumSource(Cell.class)
	void bfloat16StaysNearFloat32(Cell cell) {
		assumeTrue(NativeLibrary.supports(Precision.BFLOAT16));
		Architecture architecture = new Architecture(cell, 2, 33, 65);
		Hyperparameters hyperparameters = hyperparameters(architecture, 7, 19, 0.2, null);
		Batch batch = streams(architecture, 7, 19).batch(1);
		TrainingState start = carried(TrainingState.initial(architecture, hyperparameters));
		Step expected = step(fused(2), architecture, hyperparameters, start, batch);
		Step actual = step(fused(2), architecture, rounded(hyperparameters), start, batch);
		assertThat(actual.update().loss()).isNotEqualTo(expected.update().loss())
			.isCloseTo(expected.update().loss(), within(2e-3));
		assertThatGradientsAreClose(architecture, actual.after().updaterState(), expected.after().updaterState(), 0.02);
	}

	@ParameterizedTest
	@EnumSource(Cell.class)
	void bfloat16RunResumesBitForBitAndKeepsFloat32Weights(Cell cell) {
		assumeTrue(NativeLibrary.supports(Precision.BFLOAT16));
		Architecture architecture = new Architecture(cell, 2, 20, 11);
		Hyperparameters hyperparameters = rounded(hyperparameters(architecture, 5, 6, 0.3, null));
		TrainingState start = TrainingState.initial(architecture, hyperparameters);
		TrainingState uninterrupted = run(fused(2), architecture, hyperparameters, start, 20);
		TrainingState half = run(fused(2), architecture, hyperparameters, start, 9);
		TrainingState resumed = run(fused(2), architecture, hyperparameters, half, 20);
		assertThat(resumed.parameters()).isEqualTo(uninterrupted.parameters());
		assertThat(resumed.updaterState()).isEqualTo(uninterrupted.updaterState());
		assertThat(resumed.hidden()).isDeepEqualTo(uninterrupted.hidden());
		assertThat(Float.floatToRawIntBits(resumed.parameters()[0]) & 0xFFFF).isNotZero();
	}

	/** Of 8 steps, 8 and 7, as 23 has no useful divisor. */
	@ParameterizedTest
	@EnumSource(Cell.class)
	void severalChunksThreadsAndDropoutTogetherGiveTheGradientOfDl4j(Cell cell) {
		Architecture architecture = new Architecture(cell, 2, 12, 11);
		assertThat(new ShardShape(0, 30, 23, 90).chunkSteps()).isEqualTo(8);
		Hyperparameters hyperparameters = hyperparameters(architecture, 90, 23, 0.3, null);
		Batch batch = streams(architecture, 90, 23).batch(1);
		TrainingState start = carried(TrainingState.initial(architecture, hyperparameters));
		Step expected = step(this.dl4j, architecture, hyperparameters, start, batch);
		for (int threads : new int[] { 3, 4 }) {
			Step actual = step(fused(threads), architecture, hyperparameters, start, batch);
			assertThat(actual.update().loss()).isCloseTo(expected.update().loss(), within(1e-5));
			assertThatGradientsAreClose(architecture, actual.after().updaterState(), expected.after().updaterState());
		}
	}

	/**
	 * By products in plain Java, which see what was refreshed and nothing else, on any
	 * processor; and by the library's, where it has such.
	 */
	@ParameterizedTest
	@EnumSource(Cell.class)
	void severalChunksThreadsDropoutAndBfloat16Together(Cell cell) {
		Architecture architecture = new Architecture(cell, 2, 12, 11);
		Hyperparameters hyperparameters = rounded(hyperparameters(architecture, 90, 23, 0.3, null));
		Batch batch = streams(architecture, 90, 23).batch(1);
		TrainingState start = carried(TrainingState.initial(architecture, hyperparameters));
		Step exact = step(fused(1), architecture, hyperparameters(architecture, 90, 23, 0.3, null), start, batch);
		Step one = step(new PlainProducts(Precision.BFLOAT16), 1, architecture, hyperparameters, start, batch);
		Step three = step(new PlainProducts(Precision.BFLOAT16), 3, architecture, hyperparameters, start, batch);
		assertThat(one.update().loss()).isNotEqualTo(exact.update().loss())
			.isCloseTo(exact.update().loss(), within(2e-3));
		assertThatGradientsAreClose(architecture, one.after().updaterState(), exact.after().updaterState(), 0.03);
		assertThatGradientsAreClose(architecture, three.after().updaterState(), one.after().updaterState(), 2e-3);
		if (NativeLibrary.supports(Precision.BFLOAT16)) {
			Step actual = step(fused(3), architecture, hyperparameters, start, batch);
			assertThatGradientsAreClose(architecture, actual.after().updaterState(), three.after().updaterState(),
					2e-3);
		}
	}

	private static Step step(Products products, int threads, Architecture architecture, Hyperparameters hyperparameters,
			TrainingState state, Batch batch) {
		try (Trainer trainer = FusedTrainer.start(architecture, hyperparameters, state,
				Share.all(hyperparameters.optimization().batchSize()), products, threads,
				NativeLibrary::prepareThread)) {
			Update update = trainer.update(batch, RATE);
			return new Step(update, trainer.state());
		}
	}

	@Test
	void refusesBfloat16WhereTheProcessorHasNone() {
		assumeFalse(NativeLibrary.supports(Precision.BFLOAT16));
		Hyperparameters hyperparameters = rounded(hyperparameters(new Architecture(Cell.RNN, 1, 6, 5), 3, 5, 0, null));
		assertThatExceptionOfType(InvalidHyperparameterException.class)
			.isThrownBy(() -> fused(1).check(hyperparameters))
			.withMessageStartingWith("precision must be float32 on this machine");
	}

	private static Hyperparameters rounded(Hyperparameters base) {
		return base.with(base.optimization().withPrecision(Precision.BFLOAT16));
	}

	private static TrainingState run(TrainingEngine engine, Architecture architecture, Hyperparameters hyperparameters,
			TrainingState from, int iterations) {
		Streams batches = streams(architecture, hyperparameters.optimization().batchSize(),
				hyperparameters.optimization().sequenceLength());
		try (Trainer trainer = engine.resume(architecture, hyperparameters, from)) {
			for (long iteration = from.iteration(); iteration < iterations; iteration++) {
				trainer.update(batches.batch(iteration), RATE);
			}
			return trainer.state();
		}
	}

	@Test
	void canBeHadWithOtherThreads() {
		Architecture architecture = new Architecture(Cell.LSTM, 1, 5, 4);
		Hyperparameters hyperparameters = hyperparameters(architecture, 6, 4, 0, null);
		assertThat(fused(2).withThreads(3).memory(architecture, hyperparameters))
			.isEqualTo(fused(3).memory(architecture, hyperparameters))
			.isNotEqualTo(fused(2).memory(architecture, hyperparameters));
	}

	private static FusedEngine fused(int threads) {
		return new FusedEngine(threads);
	}

	/** The state with a random hidden state and a bias that is not zero. */
	static TrainingState carried(TrainingState state) {
		Random random = new Random(11);
		float[] parameters = state.parameters().clone();
		for (int i = 0; i < parameters.length; i++) {
			parameters[i] += 0.1f * (random.nextFloat() - 0.5f);
		}
		float[][] hidden = new float[state.hidden().length][state.hidden()[0].length];
		for (float[] vector : hidden) {
			for (int i = 0; i < vector.length; i++) {
				vector[i] = random.nextFloat() - 0.5f;
			}
		}
		return new TrainingState(3, parameters, null, state.updaterState(), hidden);
	}

	/** {@code T * 4} characters a stream and some to spare. */
	private static Streams streams(Architecture architecture, int streams, int steps) {
		Random random = new Random(5);
		char[] text = new char[streams * (4 * steps + 2) + 1];
		for (int i = 0; i < text.length; i++) {
			text[i] = (char) random.nextInt(architecture.alphabetSize());
		}
		return new Streams(new EncodedText(text), streams, steps, 7);
	}

	private static Hyperparameters hyperparameters(Architecture architecture, int streams, int steps, double dropout,
			@Nullable GradientClip clip) {
		return hyperparameters(architecture, streams, steps, dropout, clip, 0);
	}

	private static Hyperparameters hyperparameters(Architecture architecture, int streams, int steps, double dropout,
			@Nullable GradientClip clip, double weightDecay) {
		return new Hyperparameters(NetworkOptions.of(architecture).withDropout(dropout),
				OptimizationOptions.adam(streams, steps, RATE)
					.withGradientClip(clip)
					.withWeightDecay(weightDecay)
					.withSeed(42),
				RunOptions.iterations(1));
	}

	private static Hyperparameters averaging(Architecture architecture, double averaging) {
		return new Hyperparameters(NetworkOptions.of(architecture),
				OptimizationOptions.adam(3, 4, RATE).withAveraging(averaging).withSeed(42), RunOptions.iterations(1));
	}

	private static double[] widened(float[] values) {
		double[] wide = new double[values.length];
		for (int i = 0; i < wide.length; i++) {
			wide[i] = values[i];
		}
		return wide;
	}

}
