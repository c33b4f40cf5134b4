package io.charrnn.model;

import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ReferenceNetworkTests {

	private static final int STREAMS = 2;

	private static final int STEPS = 4;

	/** Parameters are multiples of it, so that floats hold them changed by it exactly. */
	private static final float CHANGE = 1f / (1 << 12);

	@ParameterizedTest
	@MethodSource("io.charrnn.model.CellCases#all")
	void gradientEqualsCentralDifferences(Cell cell, double dropout, int layers, Normalization normalization) {
		Architecture architecture = new Architecture(cell, layers, 5, 4, normalization);
		float[] parameters = parameters(architecture);
		double[] gradient = run(architecture, parameters, dropout).gradient();
		for (int parameter = 0; parameter < parameters.length; parameter++) {
			float value = parameters[parameter];
			parameters[parameter] = value + CHANGE;
			double above = run(architecture, parameters, dropout).loss();
			parameters[parameter] = value - CHANGE;
			double below = run(architecture, parameters, dropout).loss();
			parameters[parameter] = value;
			assertThat(gradient[parameter]).as("gradient of parameter %d", parameter)
				.isCloseTo((above - below) / (2 * CHANGE), within((normalization == Normalization.RMS) ? 1e-6 : 1e-7));
		}
	}

	private static float[] parameters(Architecture architecture) {
		Random random = new Random(3);
		float[] parameters = new float[new ParameterLayout(architecture).length()];
		for (int parameter = 0; parameter < parameters.length; parameter++) {
			parameters[parameter] = (random.nextInt(1 << 12) - (1 << 11)) * CHANGE;
		}
		return parameters;
	}

	private static ReferenceBatch run(Architecture architecture, float[] parameters, double dropout) {
		Random random = new Random(5);
		int[] inputs = random.ints(STREAMS * STEPS, 0, architecture.alphabetSize()).toArray();
		int[] targets = random.ints(STREAMS * STEPS, 0, architecture.alphabetSize()).toArray();
		double[][] hidden = new double[architecture.layers() * architecture.cell().stateVectors()][];
		for (int vector = 0; vector < hidden.length; vector++) {
			hidden[vector] = random.doubles((long) STREAMS * architecture.hiddenSize(), -0.5, 0.5).toArray();
		}
		return new ReferenceBatch(architecture, parameters, hidden, new Batch(STREAMS, STEPS, inputs, targets, false),
				new DropoutMask(9, dropout), 2);
	}

}
