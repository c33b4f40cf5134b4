package io.charrnn.inference;

import io.charrnn.inference.serving.Script;
import io.charrnn.model.EncodedText;

/** Reads a text and notes how probable each of its characters was. */
final class MeasuredTextScript implements Script {

	private final EncodedText text;

	private final LogProbabilities probabilities;

	private int read;

	MeasuredTextScript(EncodedText text, LogProbabilities probabilities) {
		this.text = text;
		this.probabilities = probabilities;
	}

	@Override
	public boolean asks() {
		return this.read > 0 && this.read < this.text.length();
	}

	@Override
	public int next(float[] logits) {
		if (this.read == this.text.length()) {
			return END;
		}
		int character = this.text.at(this.read);
		if (this.read == 0) {
			this.probabilities.begin(character);
		}
		else {
			this.probabilities.add(logits, character);
		}
		this.read++;
		return character;
	}

}
