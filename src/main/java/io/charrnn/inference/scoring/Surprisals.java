package io.charrnn.inference.scoring;

import io.charrnn.inference.TextScript;
import io.charrnn.model.EncodedText;
import io.charrnn.model.Softmax;
import io.charrnn.model.ngram.Mixer;

/**
 * Reads a text and finds out how surprising each character after the first is: minus the
 * logarithm of its probability, given all before.
 */
final class Surprisals extends TextScript {

	private final EncodedText text;

	/** {@code [N - 1]}, nats. */
	private final double[] values;

	/** {@code [V]}. */
	private final double[] scratch;

	/**
	 * Begins a text, whose last character is not read.
	 * @param text at least one character
	 * @param alphabetSize V
	 */
	Surprisals(EncodedText text, int alphabetSize, Mixer mixer) {
		super(text, text.length() - 1, mixer, true);
		this.text = text;
		this.values = new double[text.length() - 1];
		this.scratch = new double[alphabetSize];
	}

	@Override
	public boolean listens() {
		return true;
	}

	@Override
	protected boolean wants(int position) {
		return position > 0;
	}

	@Override
	protected void said(int position, float[] logits) {
		this.values[position - 1] = Softmax.logSumExp(logits, this.scratch) - logits[this.text.at(position)];
	}

	/** {@code [N - 1]}, nats; complete when the reading has ended. */
	double[] values() {
		return this.values;
	}

}
