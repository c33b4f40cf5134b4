package io.charrnn.inference.generation;

import java.util.BitSet;

import io.charrnn.inference.serving.Script;
import io.charrnn.model.EncodedText;
import io.charrnn.model.Softmax;
import io.charrnn.model.ngram.Mixer;

/**
 * Reads one of the choices and notes how probable it is that a text begins with it, and
 * continues with none of some characters.
 */
final class ChoiceScript implements Script {

	private final EncodedText text;

	/** The indices of the characters with which longer choices go on. */
	private final BitSet further;

	/** {@code [V]}. */
	private final double[] weights;

	private final Mixer mixer;

	private int read;

	private double logProbability;

	ChoiceScript(EncodedText text, BitSet further, int alphabetSize, Mixer mixer) {
		this.text = text;
		this.further = further;
		this.weights = new double[alphabetSize];
		this.mixer = mixer;
	}

	@Override
	public boolean asks() {
		return true;
	}

	@Override
	public int next(float[] logits) {
		double sum = Softmax.weights(this.mixer.mix(logits), 1, this.weights);
		if (this.read == this.text.length()) {
			this.logProbability += StrictMath.log(weightOfLeaving() / sum);
			return END;
		}
		int character = this.text.at(this.read++);
		this.logProbability += StrictMath.log(this.weights[character] / sum);
		this.mixer.read(character);
		return (this.read == this.text.length() && this.further.isEmpty()) ? END : character;
	}

	private double weightOfLeaving() {
		double weight = 0;
		for (int index = this.further.nextClearBit(0); index < this.weights.length; index = this.further
			.nextClearBit(index + 1)) {
			weight += this.weights[index];
		}
		return weight;
	}

	/** Nats; to be asked at the end. */
	double logProbability() {
		return this.logProbability;
	}

}
