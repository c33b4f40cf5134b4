package io.charrnn.search;

import java.util.HashMap;
import java.util.Map;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.HiddenState;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.TrainingState;
import io.charrnn.model.step.Stepper;

/**
 * How long networks take to read a character and to predict the next, measured here and
 * now.
 */
final class ReadingTime {

	private static final int CHARACTERS = 24;

	/** Other programs make some of them slower, but none faster. */
	private static final int TIMES = 5;

	private final Alphabet alphabet;

	private final Map<Architecture, Double> measured = new HashMap<>();

	ReadingTime(Alphabet alphabet) {
		this.alphabet = alphabet;
	}

	/** Microseconds for a character of one text. */
	double microseconds(Architecture architecture, Hyperparameters hyperparameters) {
		return this.measured.computeIfAbsent(architecture, (network) -> measure(network, hyperparameters));
	}

	private double measure(Architecture architecture, Hyperparameters hyperparameters) {
		Stepper stepper = new Stepper(new LanguageModel(architecture, this.alphabet,
				TrainingState.initial(architecture, hyperparameters).parameters()));
		HiddenState state = HiddenState.zero(architecture);
		Stepper.Scratch scratch = stepper.scratch();
		float[] logits = new float[architecture.alphabetSize()];
		long fastest = Long.MAX_VALUE;
		for (int time = 0; time < TIMES; time++) {
			long begun = System.nanoTime();
			for (int character = 0; character < CHARACTERS; character++) {
				stepper.step(state, character % architecture.alphabetSize(), scratch);
				stepper.logits(state, logits, scratch);
			}
			fastest = Math.min(fastest, System.nanoTime() - begun);
		}
		return fastest / 1000.0 / CHARACTERS;
	}

}
