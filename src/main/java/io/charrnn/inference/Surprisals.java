package io.charrnn.inference;

import io.charrnn.inference.serving.Script;
import io.charrnn.model.EncodedText;
import io.charrnn.model.Softmax;

/**
 * Reads a text and finds out how surprising each character after the first is: minus the
 * logarithm of its probability, given all before.
 */
final class Surprisals implements Script {

	private final EncodedText text;

	/** {@code [N - 1]}, nats. */
	private final double[] values;

	/** {@code [V]}. */
	private final double[] scratch;

	private int read;

	/**
	 * Begins a text.
	 * @param text at least one character
	 * @param alphabetSize V
	 */
	Surprisals(EncodedText text, int alphabetSize) {
		this.text = text;
		this.values = new double[text.length() - 1];
		this.scratch = new double[alphabetSize];
	}

	@Override
	public boolean asks() {
		return this.read > 0;
	}

	@Override
	public int next(float[] logits) {
		int character = this.text.at(this.read);
		if (this.read > 0) {
			this.values[this.read - 1] = Softmax.logSumExp(logits, this.scratch) - logits[character];
		}
		this.read++;
		return (this.read < this.text.length()) ? character : END;
	}

	/** {@code [N - 1]}, nats; complete when the reading has ended. */
	double[] values() {
		return this.values;
	}

}
