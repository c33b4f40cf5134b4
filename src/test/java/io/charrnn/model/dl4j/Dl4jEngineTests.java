package io.charrnn.model.dl4j;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.charrnn.model.Alphabet;
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
import io.charrnn.model.Optimizer;
import io.charrnn.model.Precision;
import io.charrnn.model.ReferenceBatch;
import io.charrnn.model.RunOptions;
import io.charrnn.model.Streams;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class Dl4jEngineTests {

	private static final int B = 3;

	private static final int T = 5;

	private static final double RATE = 0.01;

	private final Dl4jEngine engine = new Dl4jEngine();

	@ParameterizedTest
	@CsvSource({ "RNN,0,NONE", "RNN,0.4,NONE", "LSTM,0,NONE", "LSTM,0.4,NONE", "GRU,0,NONE", "GRU,0.4,NONE",
			"RNN,0.4,RMS", "LSTM,0.4,RMS", "GRU,0.4,RMS" })
	void lossEqualsTheReferencesOverManyIterations(Cell cell, double dropout, Normalization normalization) {
		Architecture architecture = new Architecture(cell, 2, 7, 5, normalization);
		Hyperparameters hyperparameters = hyperparameters(architecture, dropout, null);
		DropoutMask masks = new DropoutMask(hyperparameters.optimization().seed(), dropout);
		Streams streams = streams(architecture);
		TrainingState start = TrainingState.initial(architecture, hyperparameters);
		try (Trainer trainer = this.engine.resume(architecture, hyperparameters, start)) {
			double[][] zero = widened(start.hidden());
			double[][] hidden = zero;
			for (int iteration = 0; iteration < 2 * streams.iterationsPerEpoch() + 1; iteration++) {
				Batch batch = streams.batch(iteration);
				ReferenceBatch reference = new ReferenceBatch(architecture, trainer.parameters(),
						batch.first() ? zero : hidden, batch, masks, iteration);
				hidden = reference.hidden();
				assertThat(trainer.update(batch, RATE).loss()).isCloseTo(reference.loss(), within(2e-6));
			}
			float[][] carried = trainer.state().hidden();
			for (int vector = 0; vector < carried.length; vector++) {
				for (int i = 0; i < carried[vector].length; i++) {
					assertThat((double) carried[vector][i]).isCloseTo(hidden[vector][i], within(2e-6));
				}
			}
		}
	}

	/**
	 * After one Adam step from zero moments, the first moment is a tenth of the gradient.
	 */
	@ParameterizedTest
	@CsvSource({ "RNN,0,1,NONE", "RNN,0.4,2,NONE", "LSTM,0,1,NONE", "LSTM,0.4,2,NONE", "GRU,0,1,NONE", "GRU,0.4,2,NONE",
			"RNN,0.4,2,RMS", "LSTM,0.4,2,RMS", "GRU,0.4,2,RMS" })
	void gradientEqualsTheReferencesWithCarriedState(Cell cell, double dropout, int layers,
			Normalization normalization) {
		Architecture architecture = new Architecture(cell, layers, 6, 5, normalization);
		Hyperparameters hyperparameters = hyperparameters(architecture, dropout, null);
		Batch batch = streams(architecture).batch(1);
		assertThat(batch.first()).isFalse();
		TrainingState zero = TrainingState.initial(architecture, hyperparameters);
		TrainingState state = new TrainingState(3, zero.parameters(), null, zero.updaterState(), random(zero.hidden()));
		TrainingState after;
		Update update;
		try (Trainer trainer = this.engine.resume(architecture, hyperparameters, state)) {
			update = trainer.update(batch, RATE);
			after = trainer.state();
		}
		ReferenceBatch reference = new ReferenceBatch(architecture, state.parameters(), widened(state.hidden()), batch,
				new DropoutMask(hyperparameters.optimization().seed(), dropout), state.iteration());
		double squares = 0;
		for (int parameter = 0; parameter < state.parameters().length; parameter++) {
			double expected = reference.gradient()[parameter];
			assertThat(10 * after.updaterState()[parameter]).as("gradient of parameter %d", parameter)
				.isCloseTo((float) expected, within(2e-6f));
			squares += expected * expected;
		}
		assertThat(update.gradientNorm()).isCloseTo(Math.sqrt(squares), within(1e-5));
		assertThat(update.clipped()).isFalse();
	}

	@Test
	void updatesAsAdamDoes() {
		Architecture architecture = new Architecture(Cell.GRU, 1, 4, 5);
		Hyperparameters hyperparameters = hyperparameters(architecture, 0, null);
		TrainingState before = TrainingState.initial(architecture, hyperparameters);
		for (int iteration = 0; iteration < 5; iteration++) {
			double rate = RATE / (iteration + 1);
			TrainingState after;
			try (Trainer trainer = this.engine.resume(architecture, hyperparameters, before)) {
				trainer.update(streams(architecture).batch(iteration), rate);
				after = trainer.state();
			}
			int length = before.parameters().length;
			double step = rate * Math.sqrt(1 - Math.pow(0.999, iteration + 1)) / (1 - Math.pow(0.9, iteration + 1));
			for (int i = 0; i < length; i++) {
				double gradient = (after.updaterState()[i] - 0.9 * before.updaterState()[i]) / 0.1;
				double second = 0.999 * before.updaterState()[length + i] + 0.001 * gradient * gradient;
				assertThat((double) after.updaterState()[length + i]).isCloseTo(second, within(1e-9 + 1e-3 * second));
				double change = step * after.updaterState()[i] / (Math.sqrt(after.updaterState()[length + i]) + 1e-8);
				assertThat((double) after.parameters()[i]).isCloseTo(before.parameters()[i] - change, within(2e-6));
			}
			before = after;
		}
		assertThat(before.iteration()).isEqualTo(5);
	}

	@ParameterizedTest
	@CsvSource({ "RNN,0,NONE", "RNN,0.1,NONE", "LSTM,0,NONE", "LSTM,0.1,NONE", "GRU,0,NONE", "GRU,0.1,NONE",
			"LSTM,0.1,RMS" })
	void resumedRunEqualsUninterruptedOneBitForBit(Cell cell, double weightDecay, Normalization normalization) {
		Architecture architecture = new Architecture(cell, 2, 8, 5, normalization);
		Hyperparameters hyperparameters = hyperparameters(architecture, 0.3,
				new GradientClip(GradientClip.Type.NORM, 0.5), weightDecay);
		TrainingState start = TrainingState.initial(architecture, hyperparameters);
		TrainingState uninterrupted = run(architecture, hyperparameters, start, 20);
		TrainingState interrupted = run(architecture, hyperparameters, run(architecture, hyperparameters, start, 7),
				20);
		assertThat(interrupted.iteration()).isEqualTo(20);
		assertThat(interrupted.parameters()).isEqualTo(uninterrupted.parameters());
		assertThat(interrupted.updaterState()).isEqualTo(uninterrupted.updaterState());
		assertThat(interrupted.hidden()).isDeepEqualTo(uninterrupted.hidden());
	}

	@Test
	void computesTheSameOnWhateverThread() throws InterruptedException {
		Architecture architecture = new Architecture(Cell.LSTM, 2, 8, 5);
		Hyperparameters hyperparameters = hyperparameters(architecture, 0.3, null);
		TrainingState start = TrainingState.initial(architecture, hyperparameters);
		TrainingState onOneThread = run(architecture, hyperparameters, start, 6);
		Streams streams = streams(architecture);
		try (Trainer trainer = this.engine.resume(architecture, hyperparameters, start)) {
			for (int iteration = 0; iteration < 6; iteration++) {
				Batch batch = streams.batch(iteration);
				Thread thread = new Thread(() -> trainer.update(batch, RATE));
				thread.start();
				thread.join();
			}
			assertThat(trainer.state()).usingRecursiveComparison().isEqualTo(onOneThread);
		}
	}

	/** The update would take seconds. */
	@Test
	void doesNotWaitForAnUpdateThatIsBrokenOffNorChangesAnythingByIt() {
		Architecture architecture = new Architecture(Cell.LSTM, 1, 512, 5);
		Hyperparameters hyperparameters = new Hyperparameters(NetworkOptions.of(architecture),
				OptimizationOptions.adam(8, 512, RATE), RunOptions.iterations(1));
		TrainingState start = TrainingState.initial(architecture, hyperparameters);
		Batch batch = new Batch(8, 512, new int[8 * 512], new int[8 * 512], false);
		try (Trainer trainer = this.engine.resume(architecture, hyperparameters, start)) {
			AtomicInteger asked = new AtomicInteger();
			assertThat(trainer.update(batch, RATE, () -> asked.incrementAndGet() < 3)).isEmpty();
			assertThat(asked).hasValue(3);
			assertThat(trainer.state().iteration()).isEqualTo(start.iteration());
			assertThat(trainer.state().parameters()).isEqualTo(start.parameters());
			assertThat(trainer.state().updaterState()).isEqualTo(start.updaterState());
			assertThat(trainer.state().hidden()).isDeepEqualTo(start.hidden());
		}
	}

	@ParameterizedTest
	@EnumSource(Cell.class)
	void learnsASmallText(Cell cell) {
		String text = "hello world. ".repeat(100);
		Alphabet alphabet = Alphabet.of(text);
		Architecture architecture = new Architecture(cell, 2, 16, alphabet.size());
		Hyperparameters hyperparameters = hyperparameters(architecture, 0, new GradientClip(GradientClip.Type.NORM, 5));
		Streams streams = new Streams(alphabet.encode(text), B, T, 1);
		TrainingState start = TrainingState.initial(architecture, hyperparameters);
		try (Trainer trainer = this.engine.resume(architecture, hyperparameters, start)) {
			Update first = trainer.update(streams.batch(0), RATE);
			assertThat(first.loss()).isCloseTo(Math.log(alphabet.size()), within(0.3));
			Update last = first;
			for (int iteration = 1; iteration < 80; iteration++) {
				last = trainer.update(streams.batch(iteration), 3 * RATE);
			}
			assertThat(last.loss()).isLessThan(0.3);
		}
	}

	@Test
	void hiddenStateIsCarriedUntilAFirstBatch() {
		Architecture architecture = new Architecture(Cell.LSTM, 1, 6, 5);
		Hyperparameters hyperparameters = hyperparameters(architecture, 0, null);
		Batch batch = streams(architecture).batch(1);
		Batch first = new Batch(batch.streams(), batch.steps(), batch.inputs(), batch.targets(), true);
		TrainingState zero = TrainingState.initial(architecture, hyperparameters);
		TrainingState carried = new TrainingState(0, zero.parameters(), null, zero.updaterState(),
				random(zero.hidden()));
		double fromZero = loss(architecture, hyperparameters, zero, batch);
		assertThat(loss(architecture, hyperparameters, carried, batch)).isNotCloseTo(fromZero, within(1e-3));
		assertThat(loss(architecture, hyperparameters, carried, first)).isEqualTo(fromZero);
	}

	@Test
	void clipsTheNormOfTheWholeGradient() {
		Clipping clipping = clipping(new GradientClip(GradientClip.Type.NORM, 0.01));
		assertThat(clipping.clipped.clipped()).isTrue();
		assertThat(clipping.clipped.gradientNorm()).isEqualTo(clipping.free.gradientNorm()).isGreaterThan(0.01);
		double factor = 0.01 / clipping.free.gradientNorm();
		for (int i = 0; i < clipping.freeMoments.length / 2; i++) {
			assertThat((double) clipping.clippedMoments[i]).isCloseTo(factor * clipping.freeMoments[i], within(1e-9));
		}
	}

	@Test
	void clipsEachElementOfTheGradient() {
		float threshold = 0.003f;
		Clipping clipping = clipping(new GradientClip(GradientClip.Type.ELEMENT, threshold));
		assertThat(clipping.clipped.clipped()).isTrue();
		for (int i = 0; i < clipping.freeMoments.length / 2; i++) {
			float expected = Math.max(-threshold, Math.min(threshold, 10 * clipping.freeMoments[i]));
			assertThat(10 * clipping.clippedMoments[i]).isCloseTo(expected, within(1e-8f));
		}
	}

	@Test
	void leavesAGradientBelowTheThresholdAlone() {
		Clipping norm = clipping(new GradientClip(GradientClip.Type.NORM, 1e6));
		assertThat(norm.clipped.clipped()).isFalse();
		assertThat(norm.clippedMoments).isEqualTo(norm.freeMoments);
		Clipping element = clipping(new GradientClip(GradientClip.Type.ELEMENT, 1e6));
		assertThat(element.clipped.clipped()).isFalse();
		assertThat(element.clippedMoments).isEqualTo(element.freeMoments);
	}

	@Test
	void aRunBeginsWithHiddenStatesAndMomentsOfZero() {
		Architecture architecture = new Architecture(Cell.LSTM, 2, 6, 5);
		TrainingState first = TrainingState.initial(architecture, hyperparameters(architecture, 0.2, null));
		assertThat(first.hidden()).isDeepEqualTo(new float[4][B * 6]);
		assertThat(first.updaterState()).hasSize(2 * first.parameters().length).containsOnly(0);
	}

	@Test
	void rejectsABatchOfAnotherShape() {
		Architecture architecture = new Architecture(Cell.RNN, 1, 6, 5);
		Hyperparameters hyperparameters = hyperparameters(architecture, 0, null);
		TrainingState start = TrainingState.initial(architecture, hyperparameters);
		try (Trainer trainer = this.engine.resume(architecture, hyperparameters, start)) {
			Batch batch = new Batch(1, 1, new int[1], new int[1], true);
			assertThatIllegalArgumentException().isThrownBy(() -> trainer.update(batch, RATE))
				.withMessageContaining("3 x 5");
		}
	}

	private record Clipping(Update free, float[] freeMoments, Update clipped, float[] clippedMoments) {
	}

	private Clipping clipping(GradientClip clip) {
		Architecture architecture = new Architecture(Cell.LSTM, 1, 6, 5);
		Hyperparameters free = hyperparameters(architecture, 0, null);
		Hyperparameters clipped = hyperparameters(architecture, 0, clip);
		TrainingState start = TrainingState.initial(architecture, free);
		Batch batch = streams(architecture).batch(0);
		try (Trainer freeTrainer = this.engine.resume(architecture, free, start);
				Trainer clippedTrainer = this.engine.resume(architecture, clipped, start)) {
			Update freeUpdate = freeTrainer.update(batch, RATE);
			Update clippedUpdate = clippedTrainer.update(batch, RATE);
			return new Clipping(freeUpdate, freeTrainer.state().updaterState(), clippedUpdate,
					clippedTrainer.state().updaterState());
		}
	}

	private TrainingState run(Architecture architecture, Hyperparameters hyperparameters, TrainingState from,
			int iterations) {
		Streams streams = streams(architecture);
		try (Trainer trainer = this.engine.resume(architecture, hyperparameters, from)) {
			for (long iteration = from.iteration(); iteration < iterations; iteration++) {
				trainer.update(streams.batch(iteration), RATE);
			}
			return trainer.state();
		}
	}

	private double loss(Architecture architecture, Hyperparameters hyperparameters, TrainingState state, Batch batch) {
		try (Trainer trainer = this.engine.resume(architecture, hyperparameters, state)) {
			return trainer.update(batch, RATE).loss();
		}
	}

	/** {@code T * 4} characters a stream and some to spare. */
	private static Streams streams(Architecture architecture) {
		Random random = new Random(5);
		char[] text = new char[B * (4 * T + 2) + 1];
		for (int i = 0; i < text.length; i++) {
			text[i] = (char) random.nextInt(architecture.alphabetSize());
		}
		return new Streams(new EncodedText(text), B, T, 7);
	}

	static Hyperparameters hyperparameters(Architecture architecture, double dropout, @Nullable GradientClip clip) {
		return hyperparameters(architecture, dropout, clip, 0);
	}

	private static Hyperparameters hyperparameters(Architecture architecture, double dropout,
			@Nullable GradientClip clip, double weightDecay) {
		return new Hyperparameters(NetworkOptions.of(architecture).withDropout(dropout),
				OptimizationOptions.adam(B, T, RATE).withGradientClip(clip).withWeightDecay(weightDecay).withSeed(42),
				RunOptions.iterations(1));
	}

	@Test
	void refusesAnyPrecisionButFloat32() {
		Hyperparameters base = hyperparameters(new Architecture(Cell.RNN, 1, 6, 5), 0, null);
		Hyperparameters rounded = base.with(base.optimization().withPrecision(Precision.BFLOAT16));
		assertThatExceptionOfType(InvalidHyperparameterException.class)
			.isThrownBy(() -> new Dl4jEngine().check(rounded))
			.withMessage("precision must be float32 with the engine dl4j, but is bfloat16");
	}

	@Test
	void refusesAnyOptimizerButAdam() {
		Hyperparameters base = hyperparameters(new Architecture(Cell.RNN, 1, 6, 5), 0, null);
		Hyperparameters soap = base.with(base.optimization().withOptimizer(Optimizer.SOAP));
		assertThatExceptionOfType(InvalidHyperparameterException.class).isThrownBy(() -> new Dl4jEngine().check(soap))
			.withMessage("optimizer must be adam with the engine dl4j, but is soap");
	}

	private static double[] widened(float[] values) {
		double[] wide = new double[values.length];
		for (int i = 0; i < wide.length; i++) {
			wide[i] = values[i];
		}
		return wide;
	}

	private static float[][] random(float[][] like) {
		Random random = new Random(11);
		float[][] values = new float[like.length][like[0].length];
		for (float[] vector : values) {
			for (int i = 0; i < vector.length; i++) {
				vector[i] = random.nextFloat() - 0.5f;
			}
		}
		return values;
	}

	private static double[][] widened(float[][] vectors) {
		return Stream.of(vectors).map(Dl4jEngineTests::widened).toArray(double[][]::new);
	}

}
