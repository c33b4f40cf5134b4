package io.charrnn.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.CounterRandom;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.dl4j.ArchivedModel;
import io.charrnn.model.dl4j.ModelArchive;

/** Networks that need no training. */
public final class Networks {

	private Networks() {
	}

	/** A network with random weights, which writes nonsense in great variety. */
	public static LanguageModel random(Cell cell, int layers, int hiddenSize, String alphabet) {
		Alphabet characters = new Alphabet(alphabet);
		Architecture architecture = new Architecture(cell, layers, hiddenSize, characters.size());
		return new LanguageModel(architecture, characters, random(architecture, 4));
	}

	private static float[] random(Architecture architecture, double greatest) {
		float[] parameters = new float[(int) architecture.parameterCount()];
		double scale = greatest / Math.sqrt(architecture.hiddenSize());
		for (int index = 0; index < parameters.length; index++) {
			parameters[index] = (float) ((2 * CounterRandom.uniform(7, index) - 1) * scale);
		}
		return parameters;
	}

	/** A network with random weights as small as those that training begins with. */
	public static LanguageModel small(Architecture architecture) {
		int[] characters = new int[architecture.alphabetSize()];
		Arrays.setAll(characters, (index) -> ' ' + index);
		return new LanguageModel(architecture, new Alphabet(new String(characters, 0, characters.length)),
				random(architecture, 1));
	}

	/**
	 * A network that always goes on with the alphabet's next character, after the last
	 * one with the first, and begins with the first.
	 */
	public static LanguageModel cycle(String alphabet) {
		Alphabet characters = new Alphabet(alphabet);
		int size = characters.size();
		Architecture architecture = new Architecture(Cell.RNN, 1, size, size);
		ParameterLayout layout = new ParameterLayout(architecture);
		float[] parameters = new float[layout.length()];
		for (int index = 0; index < size; index++) {
			int next = (index + 1) % size;
			parameters[layout.inputWeights(0) + index * size + index] = 10;
			parameters[layout.outputWeights() + next * size + index] = 1000;
		}
		parameters[layout.outputBias()] = 100;
		return new LanguageModel(architecture, characters, parameters);
	}

	/** The archive of a network. */
	public static byte[] archive(LanguageModel model) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try {
			ModelArchive.write(new ArchivedModel(model, null, 0, 0, "{}"), out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toByteArray();
	}

}
