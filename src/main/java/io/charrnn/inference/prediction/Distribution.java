package io.charrnn.inference.prediction;

import java.util.ArrayList;
import java.util.List;

import io.charrnn.inference.Temperature;
import io.charrnn.inference.prediction.PredictionResponse.Candidate;
import io.charrnn.inference.prediction.PredictionResponse.Continuation;
import io.charrnn.inference.prediction.PredictionResponse.Prediction;
import io.charrnn.model.Alphabet;
import io.charrnn.model.Ranking;
import io.charrnn.model.Softmax;
import org.jspecify.annotations.Nullable;

/** Describes next-character distributions. Used by one thread. */
final class Distribution {

	private final Alphabet alphabet;

	private final double temperature;

	private final Ranking ranking;

	/** {@code [V]}. */
	private final double[] weights;

	Distribution(Alphabet alphabet, double temperature) {
		this.alphabet = alphabet;
		this.temperature = temperature;
		this.ranking = new Ranking(alphabet.size());
		this.weights = new double[alphabet.size()];
	}

	/**
	 * Describes one distribution.
	 * @param logits {@code [V]}
	 * @param top most characters to name
	 * @param continuations what is said of more than one character, or null
	 */
	Prediction describe(float[] logits, int top, @Nullable List<Continuation> continuations) {
		this.ranking.rank(logits);
		if (this.temperature == Temperature.GREEDY) {
			Softmax.weights(logits, 1, this.weights);
			return new Prediction(List.of(new Candidate(character(this.ranking.at(0)), 1, 0)), 0, continuations);
		}
		double sum = Softmax.weights(logits, this.temperature, this.weights);
		double logSum = StrictMath.log(sum);
		double highest = logits[this.ranking.at(0)];
		List<Candidate> candidates = new ArrayList<>();
		for (int rank = 0; rank < Math.min(top, logits.length); rank++) {
			int index = this.ranking.at(rank);
			double logProbability = (logits[index] - highest) / this.temperature - logSum;
			candidates.add(new Candidate(character(index), this.weights[index] / sum, logProbability));
		}
		return new Prediction(candidates, entropy(logits, highest, sum, logSum), continuations);
	}

	/** The sum of -p log p. */
	private double entropy(float[] logits, double highest, double sum, double logSum) {
		double entropy = 0;
		for (int index = 0; index < logits.length; index++) {
			double surprisal = logSum - (logits[index] - highest) / this.temperature;
			entropy += this.weights[index] / sum * surprisal;
		}
		return entropy;
	}

	private String character(int index) {
		return this.alphabet.textAt(index);
	}

}
