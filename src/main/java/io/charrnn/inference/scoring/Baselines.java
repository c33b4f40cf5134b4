package io.charrnn.inference.scoring;

import java.util.List;

import io.charrnn.inference.serving.LearnedTexts;
import io.charrnn.inference.serving.OneAtATime;
import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.NGramBaseline;
import io.charrnn.problem.Problem;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.registry.StoredModel;

import org.springframework.stereotype.Component;

/**
 * What counting alone reaches on a text: n-grams of the part of the corpus that a model
 * learned.
 */
@Component
class Baselines {

	static final int ORDERS = 6;

	private final LearnedTexts learned;

	/** Takes a hundred megabytes and some seconds of a core. */
	private final OneAtATime counting = new OneAtATime("n-gram baselines");

	Baselines(LearnedTexts learned) {
		this.learned = learned;
	}

	/**
	 * Measures n-grams on texts.
	 * @param model what learned the corpus
	 * @param alphabet the model's
	 * @param texts at least two characters each
	 * @return {@code [text][n - 1]}: mean surprisal of all characters but the first,
	 * nats, for n from 1 to 6
	 * @throws UnprocessableException if the corpus is not there or too long
	 * @throws io.charrnn.problem.UnavailableException if others are counted for
	 */
	double[][] losses(StoredModel model, Alphabet alphabet, List<EncodedText> texts) {
		return this.counting
			.inTurn(() -> NGramBaseline.losses(alphabet.targets(this.learned.read(model, alphabet, Baselines::none)),
					texts.stream().map(alphabet::targets).toList(), alphabet.size(), ORDERS, 1));
	}

	private static Problem none(String why) {
		return new UnprocessableException("no-baseline",
				"baselines must be false for this model, because there is nothing to count: %s.".formatted(why))
			.with("field", "baselines");
	}

}
