package io.charrnn.bench.serving;

import java.util.Arrays;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.CounterRandom;
import io.charrnn.model.LanguageModel;

/** The networks that are compared: LSTMs of two layers with random weights, V = 65. */
record Network(int hiddenSize) {

	static final int ALPHABET_SIZE = 65;

	static final int LAYERS = 2;

	Architecture architecture() {
		return new Architecture(Cell.LSTM, LAYERS, this.hiddenSize, ALPHABET_SIZE);
	}

	LanguageModel model() {
		int[] characters = new int[ALPHABET_SIZE];
		Arrays.setAll(characters, (index) -> (index == 0) ? ' ' : '@' + index);
		return model(new Alphabet(new String(characters, 0, characters.length)));
	}

	/** The same weights with other characters. */
	LanguageModel model(Alphabet alphabet) {
		float[] parameters = new float[(int) architecture().parameterCount()];
		double scale = 1 / Math.sqrt(this.hiddenSize);
		for (int index = 0; index < parameters.length; index++) {
			parameters[index] = (float) ((2 * CounterRandom.uniform(7, index) - 1) * scale);
		}
		return new LanguageModel(architecture(), alphabet, parameters);
	}

	/** Floating-point operations for a character: the products of both layers. */
	double operationsPerCharacter() {
		return 24.0 * this.hiddenSize * this.hiddenSize + 2.0 * this.hiddenSize * ALPHABET_SIZE;
	}

}
