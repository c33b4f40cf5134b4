package io.charrnn.inference.generation;

import io.charrnn.inference.Beginning;
import io.charrnn.inference.serving.Script;
import io.charrnn.model.EncodedText;

/** Reads a text and notes how probable each of its characters was. */
final class MeasuredTextScript implements Script {

	private final EncodedText text;

	private final LogProbabilities probabilities;

	/** Whether nothing stands before the text. */
	private final boolean first;

	private int read;

	MeasuredTextScript(Beginning beginning, LogProbabilities probabilities) {
		this.text = beginning.text();
		this.first = beginning.first();
		this.probabilities = probabilities;
	}

	@Override
	public boolean asks() {
		return !isUnpredicted() && this.read < this.text.length();
	}

	@Override
	public int next(float[] logits) {
		if (this.read == this.text.length()) {
			return END;
		}
		int character = this.text.at(this.read);
		if (isUnpredicted()) {
			this.probabilities.begin(character);
		}
		else {
			this.probabilities.add(logits, character);
		}
		this.read++;
		return character;
	}

	private boolean isUnpredicted() {
		return this.first && this.read == 0;
	}

}
