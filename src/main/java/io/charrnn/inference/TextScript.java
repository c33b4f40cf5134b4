package io.charrnn.inference;

import io.charrnn.inference.serving.KnownText;
import io.charrnn.model.EncodedText;

/**
 * Reads a text. Those that extend it may be told what the model says about its
 * characters.
 */
public class TextScript implements KnownText {

	private final EncodedText text;

	private final int length;

	private int read;

	/** The position that the model says something about next. */
	private int told;

	/** Reads all of a text. */
	public TextScript(EncodedText text) {
		this(text, text.length());
	}

	/**
	 * Reads a part of a text.
	 * @param text what is read
	 * @param length characters that are read, from the first on
	 */
	protected TextScript(EncodedText text, int length) {
		this.text = text;
		this.length = length;
	}

	/**
	 * Whether to be told what the model says about a position.
	 * @param position of a character in the text, or its length for what comes after it
	 */
	protected boolean wants(int position) {
		return false;
	}

	/**
	 * Is told what the model says about a position that it {@link #wants} to know about;
	 * about each in order.
	 * @param logits {@code [V]}: not to be changed, valid until this returns
	 */
	protected void said(int position, float[] logits) {
	}

	@Override
	public final int known() {
		return this.length - this.read;
	}

	@Override
	public final void take(int[] characters, int from, int count) {
		for (int index = 0; index < count; index++) {
			characters[from + index] = this.text.at(this.read + index);
		}
		this.told = this.read + 1;
		this.read += count;
	}

	@Override
	public boolean listens() {
		return false;
	}

	@Override
	public final void said(float[] logits) {
		int position = this.told++;
		if (wants(position)) {
			said(position, logits);
		}
	}

	@Override
	public final boolean asks() {
		return (this.told <= this.read || !listens()) && wants(this.read);
	}

	@Override
	public final int next(float[] logits) {
		if (asks()) {
			this.told = this.read;
			said(logits);
		}
		return END;
	}

}
