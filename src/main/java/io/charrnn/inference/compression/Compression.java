package io.charrnn.inference.compression;

import io.charrnn.inference.TextScript;
import io.charrnn.model.EncodedText;
import io.charrnn.model.ngram.Mixer;

/** Reads a text and writes it arithmetically coded. */
final class Compression extends TextScript {

	/** What is read before the text and not written, and the text. */
	private final EncodedText all;

	private final int opening;

	private final Frequencies frequencies;

	private final ArithmeticEncoder encoder = new ArithmeticEncoder();

	/**
	 * Begins a text, whose last character is not read.
	 * @param opening what is read before it and not written
	 * @param text at least one character
	 * @param alphabetSize V
	 */
	Compression(EncodedText opening, EncodedText text, int alphabetSize, Mixer mixer) {
		this(opening.followedBy(text), opening.length(), alphabetSize, mixer);
	}

	private Compression(EncodedText all, int opening, int alphabetSize, Mixer mixer) {
		super(all, all.length() - 1, mixer, opening > 0);
		this.all = all;
		this.opening = opening;
		this.frequencies = new Frequencies(alphabetSize);
	}

	@Override
	public boolean listens() {
		return true;
	}

	@Override
	protected boolean wants(int position) {
		return position >= this.opening;
	}

	@Override
	protected void said(int position, float[] logits) {
		this.frequencies.set(logits);
		this.encoder.encode(this.frequencies, this.all.at(position));
	}

	/** The coded characters; to be asked once, when the reading has ended. */
	byte[] coded() {
		return this.encoder.finish();
	}

}
