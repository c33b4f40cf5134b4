package io.charrnn.inference.scoring;

import java.util.List;
import java.util.Locale;

import io.charrnn.corpus.Corpora;
import io.charrnn.corpus.Corpus;
import io.charrnn.corpus.CorpusId;
import io.charrnn.inference.OneAtATime;
import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.NGramBaseline;
import io.charrnn.problem.NotFoundException;
import io.charrnn.problem.Problem;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.registry.Provenance;
import io.charrnn.registry.StoredModel;

import org.springframework.stereotype.Component;

/**
 * What counting alone reaches on a text: n-grams of the part of the corpus that a model
 * learned.
 */
@Component
class Baselines {

	static final int ORDERS = 6;

	/** Of a longer training part the last characters are counted. */
	private static final int MOST_COUNTED = 4_000_000;

	private static final int LONGEST_CORPUS = 50_000_000;

	private final Corpora corpora;

	/** Takes a hundred megabytes and some seconds of a core. */
	private final OneAtATime counting = new OneAtATime("n-gram baselines");

	Baselines(Corpora corpora) {
		this.corpora = corpora;
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
		return this.counting.inTurn(() -> NGramBaseline.losses(alphabet.targets(trainingPart(model, alphabet)),
				texts.stream().map(alphabet::targets).toList(), alphabet.size(), ORDERS, 1));
	}

	private EncodedText trainingPart(StoredModel model, Alphabet alphabet) {
		Provenance provenance = model.provenance();
		if (provenance.corpus() == null || provenance.trainingCharacters() == null) {
			throw none("it is not known what %s learned from".formatted(model.reference()));
		}
		EncodedText text = read(model, provenance.corpus(), alphabet);
		int end = (int) Math.min(text.length(), provenance.trainingCharacters());
		return text.slice(Math.max(0, end - MOST_COUNTED), end);
	}

	private EncodedText read(StoredModel model, Provenance.Corpus learned, Alphabet alphabet) {
		if (learned.characters() > LONGEST_CORPUS) {
			throw none(String.format(Locale.ROOT, "the corpus has more than %,d characters", LONGEST_CORPUS));
		}
		try {
			Corpus corpus = this.corpora.find(new CorpusId(learned.id()));
			if (corpus.sha256().equals(learned.sha256())) {
				return this.corpora.read(corpus.id(), alphabet);
			}
		}
		catch (NotFoundException | IllegalArgumentException ex) {
			throw none("the corpus that %s learned from is not here any more".formatted(model.reference()));
		}
		throw none("the corpus that %s learned from is not here".formatted(model.reference()));
	}

	private static Problem none(String why) {
		return new UnprocessableException("no-baseline",
				"baselines must be false for this model, as there is nothing to count: %s.".formatted(why))
			.with("field", "baselines");
	}

}
