package io.charrnn.inference;

import io.charrnn.inference.serving.Script;
import io.charrnn.model.EncodedText;

/** Reads a text. */
public final class TextScript implements Script {

	private final EncodedText text;

	private int read;

	public TextScript(EncodedText text) {
		this.text = text;
	}

	@Override
	public boolean asks() {
		return false;
	}

	@Override
	public int next(float[] logits) {
		return (this.read < this.text.length()) ? this.text.at(this.read++) : END;
	}

}
