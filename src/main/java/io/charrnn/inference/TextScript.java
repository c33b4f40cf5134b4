package io.charrnn.inference;

import io.charrnn.inference.serving.KnownText;
import io.charrnn.model.EncodedText;
import io.charrnn.model.ngram.Mixer;

/** Reads a text. Subclasses can see the model's predictions for its characters. */
public class TextScript implements KnownText {

	private final EncodedText text;

	private final int length;

	private final Mixer mixer;

	/** The first position that is predicted. */
	private final int predicted;

	private int read;

	/** The position that the model says something about next. */
	private int told;

	/**
	 * Reads all of a text.
	 * @param mixer of what was read before; continues with it
	 * @param first whether nothing stands before the text
	 */
	public TextScript(EncodedText text, Mixer mixer, boolean first) {
		this(text, text.length(), mixer, first);
	}

	/**
	 * Reads a part of a text.
	 * @param length characters that are read, from the first on
	 * @param mixer of what was read before; continues with the whole text
	 * @param first whether nothing stands before the text
	 */
	protected TextScript(EncodedText text, int length, Mixer mixer, boolean first) {
		this.text = text;
		this.length = length;
		this.mixer = mixer;
		this.predicted = (first && text.length() > 0) ? 1 : 0;
		if (this.predicted > 0) {
			mixer.read(text.at(0));
		}
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
	 * @param logits {@code [V]}: mixed; not to be changed, valid until this returns
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
		return this.mixer.learns();
	}

	@Override
	public final void said(float[] logits) {
		int position = this.told++;
		if (needs(position)) {
			float[] mixed = this.mixer.mix(logits);
			if (wants(position)) {
				said(position, mixed);
			}
			if (position < this.text.length()) {
				this.mixer.read(this.text.at(position));
			}
		}
	}

	private boolean needs(int position) {
		return wants(position) || this.mixer.learns() && position >= this.predicted && position < this.text.length();
	}

	@Override
	public final boolean asks() {
		return (this.told <= this.read || !listens()) && needs(this.read);
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
