package io.charrnn.inference.compression;

import io.charrnn.inference.serving.Script;
import io.charrnn.model.EncodedText;

/** Reads a text and writes it arithmetically coded. */
final class Compression implements Script {

	private final EncodedText opening;

	private final EncodedText text;

	private final Frequencies frequencies;

	private final ArithmeticEncoder encoder = new ArithmeticEncoder();

	private int read;

	/**
	 * Begins a text.
	 * @param opening what is read before it and not written
	 * @param text at least one character
	 * @param alphabetSize V
	 */
	Compression(EncodedText opening, EncodedText text, int alphabetSize) {
		this.opening = opening;
		this.text = text;
		this.frequencies = new Frequencies(alphabetSize);
	}

	@Override
	public boolean asks() {
		return this.read >= this.opening.length();
	}

	@Override
	public int next(float[] logits) {
		int position = this.read++ - this.opening.length();
		if (position < 0) {
			return this.opening.at(this.read - 1);
		}
		int character = this.text.at(position);
		this.frequencies.set(logits);
		this.encoder.encode(this.frequencies, character);
		return (position + 1 < this.text.length()) ? character : END;
	}

	/** The coded characters; to be asked once, when the reading has ended. */
	byte[] coded() {
		return this.encoder.finish();
	}

}
