package io.charrnn.inference.learning;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

import io.charrnn.inference.serving.Script;
import io.charrnn.model.Architecture;
import io.charrnn.model.Batch;
import io.charrnn.model.Cell;
import io.charrnn.model.CounterRandom;
import io.charrnn.model.DropoutMask;
import io.charrnn.model.DynamicEvaluation;
import io.charrnn.model.EncodedText;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.ReferenceBatch;
import io.charrnn.model.SegmentGradients;
import io.charrnn.model.Softmax;
import io.charrnn.model.Streams;
import io.charrnn.model.train.FusedEngine;
import io.charrnn.testing.Networks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LearningReaderTests {

	private static final int SEGMENT = DynamicEvaluation.SEGMENT;

	private static final EncodedText TEXT = text(3 * SEGMENT + 20);

	@ParameterizedTest
	@EnumSource
	void predictsWhatTheFormulasSayInDoublePrecision(Cell cell) {
		LanguageModel model = network(cell);
		float[] before = model.parameters().clone();
		float[] roots = roots(model);
		double[] expected = reference(model, roots);
		Predicted predicted = new Predicted();
		LongAdder charged = new LongAdder();
		try (SegmentGradients gradients = gradients(model)) {
			new LearningReader(model, gradients, roots, charged::add).run(predicted);
		}
		assertThat(charged.sum()).isEqualTo(TEXT.length() - 1L);
		assertThat(predicted.surprisals).containsExactly(expected, within(2e-4));
		assertThat(model.parameters()).isEqualTo(before);
		assertThat(sum(expected, 2 * SEGMENT)).isLessThan(sum(reference(model, far(roots)), 2 * SEGMENT) - 0.1);
	}

	@ParameterizedTest
	@EnumSource
	void rootMeanSquaresAreThoseOfTheReference(Cell cell) {
		LanguageModel model = network(cell);
		double[] squares = new double[model.parameters().length];
		double[][] hidden = hidden(model.architecture());
		for (int segment = 0; segment < 3; segment++) {
			ReferenceBatch batch = new ReferenceBatch(model.architecture(), model.parameters(), hidden,
					streams(model).batch(segment), new DropoutMask(0, 0), 0);
			hidden = batch.hidden();
			for (int index = 0; index < squares.length; index++) {
				squares[index] += batch.gradient()[index] * batch.gradient()[index] / 3;
			}
		}
		float[] roots = roots(model);
		for (int index = 0; index < squares.length; index++) {
			assertThat((double) roots[index]).isCloseTo(Math.sqrt(squares[index]), within(1e-5));
		}
	}

	/** Weights so small that rounding does not grow from character to character. */
	private static LanguageModel network(Cell cell) {
		LanguageModel random = Networks.random(cell, 2, 12, "abcdef");
		float[] smaller = random.parameters().clone();
		for (int index = 0; index < smaller.length; index++) {
			smaller[index] *= 0.3f;
		}
		return new LanguageModel(random.architecture(), random.alphabet(), smaller);
	}

	/** Roots so large that nothing is learned. */
	private static float[] far(float[] roots) {
		float[] far = new float[roots.length];
		Arrays.fill(far, 1e9f);
		return far;
	}

	private static double sum(double[] values, int from) {
		return Arrays.stream(values, from, values.length).sum();
	}

	/** Surprisals of all characters but the first. */
	private static double[] reference(LanguageModel model, float[] roots) {
		Architecture architecture = model.architecture();
		double[] theta = new double[model.parameters().length];
		double mean = 0;
		for (int index = 0; index < theta.length; index++) {
			theta[index] = model.parameters()[index];
			mean += (double) roots[index] / theta.length;
		}
		double[] surprisals = new double[TEXT.length() - 1];
		double[][] hidden = hidden(architecture);
		for (int from = 0; from < surprisals.length; from += SEGMENT) {
			int segment = from / SEGMENT;
			int steps = Math.min(SEGMENT, surprisals.length - from);
			float[] weights = floats(theta);
			double[] before = new double[steps + 1];
			for (int count = 1; count <= steps; count++) {
				before[count] = batch(architecture, weights, hidden, from, count).loss() * count;
				surprisals[from + count - 1] = before[count] - before[count - 1];
			}
			if (steps == SEGMENT) {
				ReferenceBatch batch = batch(architecture, weights, hidden, segment);
				hidden = batch.hidden();
				for (int index = 0; index < theta.length; index++) {
					theta[index] -= 0.0007 * batch.gradient()[index] / (roots[index] + 1e-5);
					theta[index] += Math.min(1, 0.002 * roots[index] / mean)
							* (model.parameters()[index] - theta[index]);
				}
			}
		}
		return surprisals;
	}

	private static float[] floats(double[] values) {
		float[] floats = new float[values.length];
		for (int index = 0; index < values.length; index++) {
			floats[index] = (float) values[index];
		}
		return floats;
	}

	private static double[][] hidden(Architecture architecture) {
		return new double[architecture.layers() * architecture.cell().stateVectors()][architecture.hiddenSize()];
	}

	private static ReferenceBatch batch(Architecture architecture, float[] weights, double[][] hidden, int segment) {
		return batch(architecture, weights, hidden, segment * SEGMENT, SEGMENT);
	}

	private static ReferenceBatch batch(Architecture architecture, float[] weights, double[][] hidden, int from,
			int steps) {
		int[] inputs = new int[steps];
		int[] targets = new int[steps];
		for (int step = 0; step < steps; step++) {
			inputs[step] = TEXT.at(from + step);
			targets[step] = TEXT.at(from + step + 1);
		}
		return new ReferenceBatch(architecture, weights, hidden, new Batch(1, steps, inputs, targets, false),
				new DropoutMask(0, 0), 0);
	}

	private static float[] roots(LanguageModel model) {
		try (SegmentGradients gradients = gradients(model)) {
			return DynamicEvaluation.rootMeanSquares(gradients, streams(model), model.parameters().length);
		}
	}

	private static Streams streams(LanguageModel model) {
		return Streams.of(TEXT, model.alphabet(), 1, SEGMENT, 0);
	}

	private static SegmentGradients gradients(LanguageModel model) {
		return new FusedEngine(1).gradients(model.architecture(), model.parameters(), SEGMENT);
	}

	private static EncodedText text(int length) {
		char[] indices = new char[length];
		for (int position = 0; position < length; position++) {
			indices[position] = (char) (CounterRandom.uniform(1, position) * CounterRandom.uniform(2, position) * 6);
		}
		return new EncodedText(indices);
	}

	/** Reads the text and notes how surprising it was. */
	private static final class Predicted implements Script {

		private final double[] surprisals = new double[TEXT.length() - 1];

		private int read;

		@Override
		public boolean asks() {
			return this.read > 0;
		}

		@Override
		public int next(float[] logits) {
			if (this.read > 0) {
				this.surprisals[this.read - 1] = Softmax.logSumExp(logits, new double[logits.length])
						- logits[TEXT.at(this.read)];
			}
			return (this.read + 1 < TEXT.length()) ? TEXT.at(this.read++) : END;
		}

	}

}
