package io.charrnn.model.step;

import java.util.Arrays;

import io.charrnn.model.HiddenState;
import io.charrnn.model.Softmax;

/**
 * Reads one text from the zero state and predicts the next character. Used by one thread
 * at a time.
 */
public final class SteppedText {

	private final Stepper stepper;

	private final HiddenState state;

	private final Stepper.Scratch scratch;

	/** {@code [V]}. */
	private final float[] logits;

	/** {@code [V]}. */
	private final double[] weights;

	private boolean logitsKnown;

	/**
	 * Begins a text.
	 * @param stepper the model
	 */
	public SteppedText(Stepper stepper) {
		this.stepper = stepper;
		this.state = HiddenState.zero(stepper.architecture());
		this.scratch = stepper.scratch();
		this.logits = new float[stepper.architecture().alphabetSize()];
		this.weights = new double[this.logits.length];
	}

	/** Reads the next character of the text, by its index in the alphabet. */
	public void read(int character) {
		this.stepper.step(this.state, character, this.scratch);
		this.logitsKnown = false;
	}

	/** Forgets what was read, as a document begins. */
	void forget() {
		for (float[] vector : this.state.vectors()) {
			Arrays.fill(vector, 0);
		}
		this.logitsKnown = false;
	}

	/**
	 * What the model says about the next character; before the first one, what it says
	 * about the zero state.
	 * @return {@code [V]}: unnormalized log-probabilities, valid until more is read; not
	 * to be changed
	 */
	public float[] logits() {
		if (!this.logitsKnown) {
			this.stepper.logits(this.state, this.logits, this.scratch);
			this.logitsKnown = true;
		}
		return this.logits;
	}

	/**
	 * How surprising a character would be as the next one: minus the logarithm of its
	 * probability.
	 * @param character its index
	 * @return nats
	 * @throws io.charrnn.model.NotFiniteException if the model's output is not finite
	 */
	public double surprisal(int character) {
		return Softmax.logSumExp(logits(), this.weights) - this.logits[character];
	}

}
