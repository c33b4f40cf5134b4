package io.charrnn.inference.scoring;

import io.charrnn.inference.serving.KnownText;
import io.charrnn.model.EncodedText;
import io.charrnn.model.Softmax;

/**
 * Reads a text and finds out how surprising each character after the first is: minus the
 * logarithm of its probability, given all before.
 */
final class Surprisals implements KnownText {

	private final EncodedText text;

	/** {@code [N - 1]}, nats. */
	private final double[] values;

	/** {@code [V]}. */
	private final double[] scratch;

	/** Characters that were read; the last one is not. */
	private int read;

	/** The last position whose character was predicted. */
	private int predicted;

	/** Characters read before those that are being read. */
	private int blockBegin;

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
		return this.predicted < this.read;
	}

	@Override
	public int next(float[] logits) {
		if (asks()) {
			said(logits);
		}
		return (charactersLeft() > 0) ? this.text.at(this.read++) : END;
	}

	@Override
	public int charactersLeft() {
		return this.values.length - this.read;
	}

	@Override
	public void said(float[] logits) {
		predicted(this.read, logits);
	}

	@Override
	public int next(int[] characters) {
		int count = Math.min(characters.length, charactersLeft());
		for (int index = 0; index < count; index++) {
			characters[index] = this.text.at(this.read + index);
		}
		this.blockBegin = this.read;
		this.read += count;
		return count;
	}

	@Override
	public void said(int index, float[] logits) {
		predicted(this.blockBegin + index + 1, logits);
	}

	private void predicted(int position, float[] logits) {
		this.values[position - 1] = Softmax.logSumExp(logits, this.scratch) - logits[this.text.at(position)];
		this.predicted = position;
	}

	/** {@code [N - 1]}, nats; complete when the reading has ended. */
	double[] values() {
		return this.values;
	}

}
