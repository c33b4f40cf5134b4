package io.charrnn.inference.generation;

import io.charrnn.inference.Beginning;
import io.charrnn.inference.TextScript;
import io.charrnn.model.EncodedText;
import io.charrnn.model.ngram.Mixer;

/** Reads a text and notes how probable each of its characters was. */
final class MeasuredTextScript extends TextScript {

	private final EncodedText text;

	private final LogProbabilities probabilities;

	/** The first position that is predicted. */
	private final int predicted;

	/**
	 * Begins a text.
	 * @param beginning the text, and whether nothing stands before it
	 * @param probabilities of its characters
	 * @param mixer continues with the text
	 */
	MeasuredTextScript(Beginning beginning, LogProbabilities probabilities, Mixer mixer) {
		super(beginning.text(), mixer, beginning.first());
		this.text = beginning.text();
		this.probabilities = probabilities;
		this.predicted = (beginning.first() && this.text.length() > 0) ? 1 : 0;
		if (this.predicted > 0) {
			probabilities.begin(this.text.at(0));
		}
	}

	@Override
	public boolean listens() {
		return true;
	}

	@Override
	protected boolean wants(int position) {
		return position >= this.predicted && position < this.text.length();
	}

	@Override
	protected void said(int position, float[] logits) {
		this.probabilities.add(logits, this.text.at(position));
	}

}
