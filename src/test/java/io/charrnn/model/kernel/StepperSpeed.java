package io.charrnn.model.kernel;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.CounterRandom;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Sampler;
import io.charrnn.model.Sampling;

/**
 * Prints the microseconds that one character of one text costs (V = 65, L = 2): step,
 * logits and the choice of the next character. Counts the thread's processor time, and
 * takes the least of nine runs, as other programs disturb. Not a test: run its main
 * method.
 */
final class StepperSpeed {

	private static final int ALPHABET_SIZE = 65;

	private StepperSpeed() {
	}

	public static void main(String[] arguments) {
		System.out.printf("%s, %s%n", System.getProperty("java.vm.name"), System.getProperty("java.vm.version"));
		for (Cell cell : Cell.values()) {
			for (int hiddenSize : new int[] { 128, 256, 512 }) {
				Architecture architecture = new Architecture(cell, 2, hiddenSize, ALPHABET_SIZE);
				System.out.printf("%s H%d: %.1f%n", cell, hiddenSize, microsecondsPerCharacter(random(architecture)));
			}
		}
	}

	private static double microsecondsPerCharacter(LanguageModel model) {
		Stepper stepper = new Stepper(model);
		long warm = processorTime() + 1_000_000_000;
		while (processorTime() < warm) {
			generate(stepper, 100);
		}
		double least = Double.POSITIVE_INFINITY;
		for (int run = 0; run < 9; run++) {
			long start = processorTime();
			generate(stepper, 1000);
			least = Math.min(least, (processorTime() - start) / 1e3 / 1000);
		}
		return least;
	}

	private static long processorTime() {
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
	}

	private static void generate(Stepper stepper, int characters) {
		HiddenState state = HiddenState.zero(stepper.architecture());
		Stepper.Scratch scratch = stepper.scratch();
		Sampler sampler = new Sampler(Sampling.temperature(1), ALPHABET_SIZE);
		float[] logits = new float[ALPHABET_SIZE];
		for (int position = 0; position < characters; position++) {
			stepper.logits(state, logits, scratch);
			stepper.step(state, sampler.choose(logits, 1, position), scratch);
		}
	}

	static LanguageModel random(Architecture architecture) {
		float[] parameters = new float[(int) architecture.parameterCount()];
		double scale = 1 / Math.sqrt(architecture.hiddenSize());
		for (int index = 0; index < parameters.length; index++) {
			parameters[index] = (float) ((2 * CounterRandom.uniform(7, index) - 1) * scale);
		}
		int[] characters = new int[architecture.alphabetSize()];
		Arrays.setAll(characters, (index) -> ' ' + index);
		return new LanguageModel(architecture, new Alphabet(new String(characters, 0, characters.length)), parameters);
	}

}
