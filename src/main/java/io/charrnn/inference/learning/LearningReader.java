package io.charrnn.inference.learning;

import java.util.function.LongConsumer;

import io.charrnn.inference.serving.KnownText;
import io.charrnn.inference.serving.Script;
import io.charrnn.model.Batch;
import io.charrnn.model.DynamicEvaluation;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.NotFiniteException;
import io.charrnn.model.SegmentGradients;
import io.charrnn.model.step.Stepper;

/**
 * Reads one text from the zero state on and learns from each segment as soon as all of it
 * was predicted. What it says about a character depends on those before alone, so that
 * who restores a text learns what who compressed it did.
 */
final class LearningReader {

	private static final float[] NOT_ASKED = new float[0];

	private final LanguageModel model;

	private final SegmentGradients gradients;

	private final DynamicEvaluation learned;

	private final HiddenState state;

	/** {@code [V]}. */
	private final float[] logits;

	/** {@code [parameters]}. */
	private final float[] gradient;

	/** What was read of the segment. */
	private final int[] inputs = new int[DynamicEvaluation.SEGMENT];

	/** What followed each of them. */
	private final int[] targets = new int[DynamicEvaluation.SEGMENT];

	/** Told how many characters were read. */
	private final LongConsumer counter;

	private int read;

	/** Of the weights now. */
	private Stepper stepper;

	private Stepper.Scratch scratch;

	/**
	 * Begins a text.
	 * @param gradients of the same weights, at the zero state
	 * @param rootMeanSquares R of {@link DynamicEvaluation}
	 * @param counter told how many characters were read, now and then and at the end
	 */
	LearningReader(LanguageModel model, SegmentGradients gradients, float[] rootMeanSquares, LongConsumer counter) {
		this.counter = counter;
		this.model = model;
		this.gradients = gradients;
		this.learned = new DynamicEvaluation(model.parameters(), model.parameters(), rootMeanSquares,
				DynamicEvaluation.RATE);
		this.state = HiddenState.zero(model.architecture());
		this.logits = new float[model.alphabet().size()];
		this.gradient = new float[model.parameters().length];
		this.stepper = new Stepper(model);
		this.scratch = this.stepper.scratch();
	}

	/** Reads all that a script gives. */
	void run(Script script) {
		int[] next = new int[1];
		try {
			while (next(script, next)) {
				read(next[0]);
			}
		}
		finally {
			this.counter.accept(this.read);
		}
	}

	private boolean next(Script script, int[] next) {
		float[] asked = NOT_ASKED;
		if (script.asks()) {
			this.stepper.logits(this.state, this.logits, this.scratch);
			asked = this.logits;
		}
		if (script instanceof KnownText text && text.known() > 0) {
			if (asked.length > 0) {
				text.said(asked);
			}
			text.take(next, 0, 1);
			return true;
		}
		next[0] = script.next(asked);
		return next[0] != Script.END;
	}

	private void read(int character) {
		if (this.read > 0) {
			this.targets[this.read - 1] = character;
		}
		if (this.read == this.inputs.length) {
			learn();
		}
		this.inputs[this.read++] = character;
		this.stepper.step(this.state, character, this.scratch);
	}

	private void learn() {
		this.counter.accept(this.read);
		double loss = this.gradients
			.next(new Batch(1, this.inputs.length, this.inputs.clone(), this.targets.clone(), false), this.gradient);
		if (!Double.isFinite(loss)) {
			throw new NotFiniteException();
		}
		this.learned.learn(this.gradient, this.inputs.length);
		this.gradients.use(this.learned.parameters());
		this.stepper = new Stepper(
				new LanguageModel(this.model.architecture(), this.model.alphabet(), this.learned.parameters().clone()));
		this.scratch = this.stepper.scratch();
		this.read = 0;
	}

}
