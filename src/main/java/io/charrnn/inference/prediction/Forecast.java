package io.charrnn.inference.prediction;

import io.charrnn.inference.serving.Script;
import io.charrnn.model.EncodedText;

/** Reads a text and keeps what the model says about the next character. */
final class Forecast implements Script {

	private final EncodedText text;

	private int read;

	/** {@code [V]}, once all is read. */
	private float[] logits = new float[0];

	Forecast(EncodedText text) {
		this.text = text;
	}

	@Override
	public boolean asks() {
		return this.read == this.text.length();
	}

	@Override
	public int next(float[] said) {
		if (!asks()) {
			return this.text.at(this.read++);
		}
		this.logits = said.clone();
		return END;
	}

	float[] logits() {
		return this.logits;
	}

}
