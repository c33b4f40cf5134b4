package io.charrnn.inference.compression;

import io.charrnn.inference.serving.Script;
import io.charrnn.model.EncodedText;
import io.charrnn.model.ngram.Mixer;
import io.charrnn.problem.UnprocessableException;

/** Reads a text from its arithmetically coded form. */
final class Decompression implements Script {

	private final EncodedText opening;

	private final char[] text;

	private final Frequencies frequencies;

	private final ArithmeticDecoder decoder;

	private final Mixer mixer;

	private int read;

	/**
	 * Begins a text.
	 * @param opening what is read before it
	 * @param compressed a text of at least one character
	 * @param alphabetSize V
	 */
	Decompression(EncodedText opening, CompressedText compressed, int alphabetSize, Mixer mixer) {
		this.opening = opening;
		this.text = new char[compressed.characters()];
		this.frequencies = new Frequencies(alphabetSize);
		this.mixer = mixer;
		this.decoder = new ArithmeticDecoder(compressed.coded());
	}

	@Override
	public boolean asks() {
		return this.read >= this.opening.length();
	}

	@Override
	public int next(float[] logits) {
		int position = this.read++ - this.opening.length();
		if (position < 0) {
			return read(this.opening.at(this.read - 1));
		}
		this.frequencies.set(this.mixer.mix(logits));
		int character = this.decoder.decode(this.frequencies);
		if (this.decoder.isBeyondEnd()) {
			throw corrupt();
		}
		this.text[position] = (char) character;
		return (position + 1 < this.text.length) ? read(character) : END;
	}

	private int read(int character) {
		this.mixer.read(character);
		return character;
	}

	/** The text, when the reading has ended. */
	EncodedText text() {
		return new EncodedText(this.text);
	}

	/** What is said about bytes that were changed or cut off. */
	static UnprocessableException corrupt() {
		return new UnprocessableException("corrupt-compressed-text",
				"The compressed text is damaged: it does not decode to the original text.");
	}

}
