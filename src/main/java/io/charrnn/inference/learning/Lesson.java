package io.charrnn.inference.learning;

import java.util.function.LongConsumer;

import io.charrnn.model.Batch;
import io.charrnn.model.DynamicEvaluation;
import io.charrnn.model.EncodedText;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.SegmentGradients;
import io.charrnn.model.step.Stepper;

/**
 * The result of learning a whole text.
 *
 * @param model with the weights after it
 * @param state after it
 * @param surprisal sum over all characters but the first, each before it was learned,
 * nats
 */
public record Lesson(LanguageModel model, HiddenState state, double surprisal) {

	/**
	 * Learns a text, segment by segment; the last one may be shorter.
	 * @param model whose weights these are
	 * @param gradients begins to compute those of segments of a number of characters
	 * @param learned the weights before, and the way they change
	 * @param from the state before the text
	 * @param text at least 2 characters
	 * @param counter told how many characters are learned, before they are
	 */
	static Lesson of(LanguageModel model, Gradients gradients, DynamicEvaluation learned, HiddenState from,
			EncodedText text, LongConsumer counter) {
		float[] gradient = new float[model.parameters().length];
		HiddenState state = from;
		double surprisal = 0;
		int predicted = text.length() - 1;
		int whole = predicted - predicted % DynamicEvaluation.SEGMENT;
		for (int start = 0; start < predicted; start = (start < whole) ? whole : predicted) {
			int end = (start < whole) ? whole : predicted;
			int steps = Math.min(DynamicEvaluation.SEGMENT, end - start);
			try (SegmentGradients segments = gradients.of(learned.parameters(), steps)) {
				segments.begin(state);
				for (int at = start; at < end; at += steps) {
					counter.accept(steps);
					surprisal += steps * segments.next(segment(text, at, steps), gradient);
					learned.learn(gradient, steps);
					segments.use(learned.parameters());
				}
				state = segments.state();
			}
		}
		LanguageModel after = new LanguageModel(model.architecture(), model.alphabet(), learned.parameters());
		Stepper stepper = new Stepper(after);
		stepper.step(state, text.at(predicted), stepper.scratch());
		return new Lesson(after, state, surprisal);
	}

	private static Batch segment(EncodedText text, int from, int steps) {
		int[] inputs = new int[steps];
		int[] targets = new int[steps];
		for (int step = 0; step < steps; step++) {
			inputs[step] = text.at(from + step);
			targets[step] = text.at(from + step + 1);
		}
		return new Batch(1, steps, inputs, targets, false);
	}

	/** Begins to compute gradients. */
	@FunctionalInterface
	interface Gradients {

		/**
		 * Begins at the zero state.
		 * @param parameters the weights
		 * @param steps characters of a segment
		 */
		SegmentGradients of(float[] parameters, int steps);

	}

}
