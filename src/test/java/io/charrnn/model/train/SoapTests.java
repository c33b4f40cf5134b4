package io.charrnn.model.train;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.DropoutMask;
import io.charrnn.model.EncodedText;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.Optimizer;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.Precision;
import io.charrnn.model.ReferenceBatch;
import io.charrnn.model.RunOptions;
import io.charrnn.model.Streams;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingState;
import io.charrnn.model.product.NativeFloats;
import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.product.Resources;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class SoapTests {

	private static final double RATE = 0.002;

	private static final int STREAMS = 6;

	private static final int STEPS = 9;

	/** Beyond the updates in which bases are found anew and turn. */
	private static final int UPDATES = 22;

	@ParameterizedTest
	@CsvSource({ "RNN,1", "RNN,2", "LSTM,1", "LSTM,2", "GRU,1", "GRU,3" })
	void stepsAreThoseOfTheReference(Cell cell, int layers) {
		Architecture architecture = new Architecture(cell, layers, 5, 7);
		Hyperparameters hyperparameters = hyperparameters(architecture, Optimizer.SOAP, 0, 0, 0.3, Precision.FLOAT32);
		ReferenceSoap reference = new ReferenceSoap(architecture);
		Streams batches = streams(architecture);
		try (Trainer trainer = fused(2).resume(architecture, hyperparameters, start(architecture, hyperparameters))) {
			for (int iteration = 0; iteration < UPDATES; iteration++) {
				TrainingState before = trainer.state();
				trainer.update(batches.batch(iteration), RATE);
				double[] gradient = new ReferenceBatch(architecture, before.parameters(),
						(batches.batch(iteration).first()
								? Stream.of(before.hidden()).map((vector) -> new double[vector.length])
								: Stream.of(before.hidden()).map(SoapTests::widened))
							.toArray(double[][]::new),
						batches.batch(iteration), new DropoutMask(1, 0), iteration)
					.gradient();
				double norm = norm(gradient);
				for (int i = 0; norm > 0.3 && i < gradient.length; i++) {
					gradient[i] *= 0.3 / norm;
				}
				assertThatStepIsClose(before.parameters(), trainer.parameters(), reference.step(gradient, RATE),
						iteration);
			}
		}
	}

	private static void assertThatStepIsClose(float[] before, float[] after, double[] expected, int iteration) {
		double[] difference = new double[before.length];
		for (int i = 0; i < before.length; i++) {
			difference[i] = (double) before[i] - after[i] - expected[i];
		}
		assertThat(norm(difference) / norm(expected)).as("relative error of step %d", iteration).isLessThan(2e-3);
	}

	/** Each with its slice of the parameters, and its part of the work. */
	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 5 })
	void anyNumberOfThreadsGivesTheSameBits(int threads) {
		Architecture architecture = new Architecture(Cell.LSTM, 2, 70, 9);
		assertThat(stepped(architecture, threads)).isDeepEqualTo(stepped(architecture, 1));
	}

	/** Parameters and the optimizer's state after steps along random gradients. */
	private static float[][] stepped(Architecture architecture, int threads) {
		int length = new ParameterLayout(architecture).length();
		float[] state = new float[Optimizer.SOAP.stateLength(architecture)];
		float[] parameters = new float[length];
		try (Resources resources = new Resources();
				Workers workers = new Workers(threads, NativeLibrary::prepareThread)) {
			NativeFloats gradient = resources.add(new NativeFloats(length));
			Adam adam = new Adam(parameters, new float[length], new float[length], List.of(gradient), 1);
			Soap soap = new Soap(resources, NativeLibrary.products(Precision.FLOAT32), architecture, adam, state,
					threads);
			Random random = new Random(3);
			for (int iteration = 0; iteration < 12; iteration++) {
				int updates = iteration;
				for (int i = 0; i < length; i++) {
					gradient.set(i, random.nextFloat() - 0.5f);
				}
				adam.sum(0, length);
				workers.run((worker) -> soap.step(worker, workers, length * worker / threads,
						length * (worker + 1) / threads, new Clipping(0.5f, 0.2f), RATE, updates));
			}
			soap.write(state, 2 * length);
			return new float[][] { parameters, adam.first(), adam.second(), state };
		}
	}

	@ParameterizedTest
	@CsvSource({ "RNN,1,3", "LSTM,2,4", "LSTM,2,9", "GRU,3,14" })
	void resumedRunEqualsUninterruptedOneBitForBit(Cell cell, int threads, int half) {
		Architecture architecture = new Architecture(cell, 2, 20, 7);
		Hyperparameters hyperparameters = hyperparameters(architecture, Optimizer.SOAP, 0.1, 0.2, 0.5,
				Precision.FLOAT32);
		TrainingState start = start(architecture, hyperparameters);
		TrainingState uninterrupted = run(threads, architecture, hyperparameters, start, UPDATES);
		TrainingState resumed = run(threads, architecture, hyperparameters,
				run(threads, architecture, hyperparameters, start, half), UPDATES);
		assertThat(resumed).usingRecursiveComparison().isEqualTo(uninterrupted);
		assertThat(resumed.updaterState()).hasSize(Optimizer.SOAP.stateLength(architecture));
	}

	@ParameterizedTest
	@EnumSource(Cell.class)
	void leavesAllButItsMatricesToAdam(Cell cell) {
		Architecture architecture = new Architecture(cell, 2, 6, 7);
		Hyperparameters adam = hyperparameters(architecture, Optimizer.ADAM, 0.1, 0.2, 0.5, Precision.FLOAT32);
		Hyperparameters soap = hyperparameters(architecture, Optimizer.SOAP, 0.1, 0.2, 0.5, Precision.FLOAT32);
		float[] byAdam = run(2, architecture, adam, start(architecture, adam), 1).parameters();
		float[] bySoap = run(2, architecture, soap, start(architecture, soap), 1).parameters();
		ParameterLayout layout = new ParameterLayout(architecture);
		assertThat(differing(byAdam, bySoap, 0, layout.recurrentWeights(0))).isFalse();
		assertThat(differing(byAdam, bySoap, layout.recurrentWeights(0), layout.bias(0))).isTrue();
		assertThat(differing(byAdam, bySoap, layout.bias(0), layout.inputWeights(1))).isFalse();
		assertThat(differing(byAdam, bySoap, layout.inputWeights(1), layout.recurrentWeights(1))).isTrue();
		assertThat(differing(byAdam, bySoap, layout.recurrentWeights(1), layout.bias(1))).isTrue();
		assertThat(differing(byAdam, bySoap, layout.bias(1), layout.length())).isFalse();
	}

	private static boolean differing(float[] one, float[] other, int from, int to) {
		return !Arrays.equals(one, from, to, other, from, to);
	}

	@Test
	void averagesTheWeightsAfterEachUpdate() {
		Architecture architecture = new Architecture(Cell.LSTM, 2, 6, 7);
		Hyperparameters hyperparameters = hyperparameters(architecture, Optimizer.SOAP, 0, 0.25, 0.5,
				Precision.FLOAT32);
		TrainingState start = start(architecture, hyperparameters);
		float[] first = run(2, architecture, hyperparameters, start, 1).parameters();
		TrainingState second = run(2, architecture, hyperparameters, start, 2);
		for (int i = 0; i < first.length; i++) {
			assertThat(second.modelParameters()[i]).isEqualTo(
					first[i] + hyperparameters.optimization().newestWeight(1) * (second.parameters()[i] - first[i]));
		}
	}

	@Test
	void goesThroughAGradientThatIsNotFinite() {
		Architecture architecture = new Architecture(Cell.LSTM, 1, 6, 7);
		Hyperparameters hyperparameters = hyperparameters(architecture, Optimizer.SOAP, 0, 0, 0.5, Precision.FLOAT32);
		TrainingState start = start(architecture, hyperparameters);
		start.parameters()[new ParameterLayout(architecture).outputWeights()] = Float.NaN;
		TrainingState after = run(2, architecture, hyperparameters, start, UPDATES);
		assertThat(after.iteration()).isEqualTo(UPDATES);
	}

	@Test
	void worksBesideBfloat16() {
		assumeTrue(NativeLibrary.supports(Precision.BFLOAT16));
		Architecture architecture = new Architecture(Cell.LSTM, 2, 32, 7);
		Hyperparameters rounded = hyperparameters(architecture, Optimizer.SOAP, 0, 0, 0.5, Precision.BFLOAT16);
		TrainingState start = start(architecture, rounded);
		TrainingState half = run(2, architecture, rounded, start, 9);
		assertThat(run(2, architecture, rounded, half, UPDATES)).usingRecursiveComparison()
			.isEqualTo(run(2, architecture, rounded, start, UPDATES));
	}

	@Test
	void longRunAllocatesNothingOutsideTheHeap() {
		Architecture architecture = new Architecture(Cell.LSTM, 2, 12, 7);
		Hyperparameters hyperparameters = hyperparameters(architecture, Optimizer.SOAP, 0, 0, 0.5, Precision.FLOAT32);
		Streams batches = streams(architecture);
		try (Trainer trainer = fused(2).resume(architecture, hyperparameters, start(architecture, hyperparameters))) {
			trainer.update(batches.batch(0), RATE);
			long bytes = Pointer.totalBytes();
			for (int iteration = 1; iteration < 300; iteration++) {
				trainer.update(batches.batch(iteration), RATE);
			}
			assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(bytes);
		}
	}

	/** As {@link AdamTests} has it of the moments. */
	@Test
	void whatItKeepsNeverBecomesSubnormal() {
		Architecture architecture = new Architecture(Cell.LSTM, 1, 4, 3);
		int length = new ParameterLayout(architecture).length();
		try (Resources resources = new Resources(); Workers workers = new Workers(1, NativeLibrary::prepareThread)) {
			NativeFloats gradient = resources.add(new NativeFloats(length));
			Adam adam = new Adam(new float[length], new float[length], new float[length], List.of(gradient), 1);
			Soap soap = new Soap(resources, NativeLibrary.products(Precision.FLOAT32), architecture, adam,
					new float[Optimizer.SOAP.stateLength(architecture)], 1);
			for (int i = 0; i < length; i++) {
				gradient.set(i, (i % 3 - 1) * 1e-3f);
			}
			float[] state = new float[Optimizer.SOAP.stateLength(architecture)];
			for (int iteration = 0; iteration < 3000; iteration++) {
				int updates = iteration;
				adam.sum(0, length);
				workers.run((worker) -> soap.step(0, workers, 0, length, Clipping.NONE, RATE, updates));
				gradient.write(0, new float[length], 0, length);
				soap.write(state, 2 * length);
				assertThatNoneIsSubnormal(Arrays.copyOfRange(state, 2 * length, 2 * length + 16));
				assertThatNoneIsSubnormal(adam.first());
			}
		}
	}

	private static void assertThatNoneIsSubnormal(float[] values) {
		for (float value : values) {
			if (value != 0 && Math.abs(value) < Float.MIN_NORMAL) {
				throw new AssertionError(value + " is subnormal");
			}
		}
	}

	@Test
	void refusesNetworksWhoseEigenvectorsWouldTakeMinutes() {
		Hyperparameters hyperparameters = hyperparameters(new Architecture(Cell.RNN, 1, 1025, 7), Optimizer.SOAP, 0, 0,
				1, Precision.FLOAT32);
		assertThatExceptionOfType(InvalidHyperparameterException.class)
			.isThrownBy(() -> fused(1).check(hyperparameters))
			.withMessage("hiddenSize must be at most 1,024 where the optimizer is soap, but is 1025");
	}

	private static TrainingState run(int threads, Architecture architecture, Hyperparameters hyperparameters,
			TrainingState from, int iterations) {
		Streams batches = streams(architecture);
		try (Trainer trainer = fused(threads).resume(architecture, hyperparameters, from)) {
			for (long iteration = from.iteration(); iteration < iterations; iteration++) {
				trainer.update(batches.batch(iteration), RATE);
			}
			return trainer.state();
		}
	}

	private static FusedEngine fused(int threads) {
		return new FusedEngine(threads);
	}

	private static TrainingState start(Architecture architecture, Hyperparameters hyperparameters) {
		return TrainingState.initial(architecture, hyperparameters);
	}

	private static Streams streams(Architecture architecture) {
		Random random = new Random(5);
		char[] text = new char[STREAMS * (4 * STEPS + 2) + 1];
		for (int i = 0; i < text.length; i++) {
			text[i] = (char) random.nextInt(architecture.alphabetSize());
		}
		return new Streams(new EncodedText(text), STREAMS, STEPS, 7);
	}

	private static Hyperparameters hyperparameters(Architecture architecture, Optimizer optimizer, double weightDecay,
			double averaging, double clip, Precision precision) {
		return new Hyperparameters(NetworkOptions.of(architecture),
				OptimizationOptions.adam(STREAMS, STEPS, RATE)
					.withOptimizer(optimizer)
					.withGradientClip(new GradientClip(GradientClip.Type.NORM, clip))
					.withWeightDecay(weightDecay)
					.withAveraging(averaging)
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

	private static double norm(double[] values) {
		return Math.sqrt(Arrays.stream(values).map((value) -> value * value).sum());
	}

}
