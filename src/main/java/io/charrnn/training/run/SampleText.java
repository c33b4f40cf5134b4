package io.charrnn.training.run;

import java.util.concurrent.CancellationException;

import io.charrnn.model.Alphabet;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Sampler;
import io.charrnn.model.Sampling;
import io.charrnn.model.step.Stepper;

/** What a model writes while it trains. */
final class SampleText {

	static final double TEMPERATURE = 0.8;

	static final int CHARACTERS = 300;

	private SampleText() {
	}

	/**
	 * Lets a model write: documents, a line break after each; else after a line break if
	 * it knows one, or after the first character of its alphabet.
	 * @param seed of the choices
	 * @throws CancellationException if the thread is interrupted
	 */
	static String write(LanguageModel model, long seed) {
		Alphabet alphabet = model.alphabet();
		Stepper stepper = new Stepper(model);
		Stepper.Scratch scratch = stepper.scratch();
		HiddenState state = HiddenState.zero(model.architecture());
		Sampler sampler = new Sampler(Sampling.temperature(TEMPERATURE), alphabet.size());
		float[] logits = new float[alphabet.size()];
		int character = alphabet.beforeText();
		StringBuilder text = new StringBuilder(CHARACTERS);
		for (int position = 0; position < CHARACTERS; position++) {
			if (Thread.currentThread().isInterrupted()) {
				throw new CancellationException("interrupted while writing");
			}
			if (alphabet.isMark(character)) {
				state = HiddenState.zero(model.architecture());
			}
			stepper.step(state, character, scratch);
			stepper.logits(state, logits, scratch);
			character = alphabet.target(sampler.choose(logits, seed, position));
			text.append(alphabet.isMark(character) ? "\n" : alphabet.textAt(character));
		}
		return text.toString();
	}

}
