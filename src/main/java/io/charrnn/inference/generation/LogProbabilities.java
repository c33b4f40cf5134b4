package io.charrnn.inference.generation;

import java.util.ArrayList;
import java.util.List;

import io.charrnn.inference.generation.GenerationResponse.Alternative;
import io.charrnn.inference.generation.GenerationResponse.ChosenCharacter;
import io.charrnn.model.Alphabet;
import io.charrnn.model.Ranking;
import io.charrnn.model.Softmax;
import org.jspecify.annotations.Nullable;

/**
 * How probable each character of one text was to the model, before temperature, filters,
 * penalties and bias. One thread adds while another may ask for what is there.
 */
final class LogProbabilities {

	private final Alphabet alphabet;

	private final int alternatives;

	private final Ranking ranking;

	/** {@code [V]}. */
	private final double[] scratch;

	private final List<ChosenCharacter> characters = new ArrayList<>();

	private double sum;

	private int count;

	/**
	 * Begins a text.
	 * @param alternatives how many characters to name for each that is chosen; negative
	 * to keep the sum alone
	 */
	LogProbabilities(Alphabet alphabet, int alternatives) {
		this.alphabet = alphabet;
		this.alternatives = Math.min(alternatives, alphabet.size());
		this.ranking = new Ranking(alphabet.size());
		this.scratch = new double[alphabet.size()];
	}

	/** Takes the first character of a prompt, before which nothing stands. */
	synchronized void begin(int first) {
		this.characters.add(new ChosenCharacter(character(first), null, List.of()));
	}

	/**
	 * Takes the next character.
	 * @param logits {@code [V]}: what the model said
	 * @param chosen the character's index
	 */
	synchronized void add(float[] logits, int chosen) {
		double logSum = Softmax.logSumExp(logits, this.scratch);
		this.sum += logits[chosen] - logSum;
		this.count++;
		if (this.alternatives >= 0) {
			this.characters
				.add(new ChosenCharacter(character(chosen), logits[chosen] - logSum, alternatives(logits, logSum)));
		}
	}

	private List<Alternative> alternatives(float[] logits, double logSum) {
		if (this.alternatives == 0) {
			return List.of();
		}
		this.ranking.rank(logits);
		List<Alternative> most = new ArrayList<>(this.alternatives);
		for (int rank = 0; rank < this.alternatives; rank++) {
			int index = this.ranking.at(rank);
			most.add(new Alternative(character(index), logits[index] - logSum));
		}
		return most;
	}

	/** The characters of a part of the text; empty if only the sum is kept. */
	synchronized List<ChosenCharacter> characters(int from, int to) {
		return (this.alternatives >= 0) ? List.copyOf(this.characters.subList(from, to)) : List.of();
	}

	/**
	 * The mean over all characters so far, those of a stop string among them; null if
	 * there are none.
	 */
	synchronized @Nullable Double mean() {
		return (this.count > 0) ? this.sum / this.count : null;
	}

	private String character(int index) {
		return this.alphabet.textAt(index);
	}

}
