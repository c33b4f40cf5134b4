package io.charrnn.inference.prediction;

import io.charrnn.inference.Beginning;
import io.charrnn.inference.TextScript;

/** Reads a text and keeps what the model says about the next character. */
final class Forecast extends TextScript {

	private final int length;

	/** {@code [V]}, once all is read. */
	private float[] logits = new float[0];

	Forecast(Beginning text) {
		super(text.text(), text.mixer().copy(), text.first());
		this.length = text.text().length();
	}

	@Override
	protected boolean wants(int position) {
		return position == this.length;
	}

	@Override
	protected void said(int position, float[] said) {
		this.logits = said.clone();
	}

	float[] logits() {
		return this.logits;
	}

}
