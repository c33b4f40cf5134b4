package io.charrnn.inference.learning;

import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Sampler;
import io.charrnn.model.Sampling;
import io.charrnn.model.step.Stepper;

/**
 * What a model writes by itself, at temperature 1. The mean square of gradients on it is
 * the diagonal of the model's Fisher information, and needs nothing but the model.
 */
final class OwnText {

	private static final long SEED = 1;

	private OwnText() {
	}

	/**
	 * Writes a text, or one document after another.
	 * @param characters how many, with the marks of documents
	 */
	static EncodedText of(LanguageModel model, int characters) {
		Alphabet alphabet = model.alphabet();
		Stepper stepper = new Stepper(model);
		Stepper.Scratch scratch = stepper.scratch();
		Sampler sampler = new Sampler(Sampling.temperature(1), alphabet.size());
		HiddenState state = HiddenState.zero(model.architecture());
		float[] logits = new float[alphabet.size()];
		char[] text = new char[characters];
		int next = alphabet.beforeText();
		for (int position = 0; position < characters; position++) {
			text[position] = (char) next;
			if (alphabet.isMark(next)) {
				state = HiddenState.zero(model.architecture());
			}
			stepper.step(state, next, scratch);
			stepper.logits(state, logits, scratch);
			next = alphabet.target(sampler.choose(logits, SEED, position));
		}
		return new EncodedText(text);
	}

}
