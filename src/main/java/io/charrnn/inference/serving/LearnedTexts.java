package io.charrnn.inference.serving;

import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

import io.charrnn.corpus.Corpora;
import io.charrnn.corpus.Corpus;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.ValidationSplit;
import io.charrnn.problem.NotFoundException;
import io.charrnn.problem.Problem;
import io.charrnn.registry.Provenance;
import io.charrnn.registry.StoredModel;

import org.springframework.stereotype.Component;

/** The training parts of corpora that have not been deleted. */
@Component
public class LearnedTexts {

	/** Of a longer training part the last characters are read. */
	private static final int MOST_CHARACTERS = 4_000_000;

	private static final int LONGEST_CORPUS = 50_000_000;

	private final Corpora corpora;

	LearnedTexts(Corpora corpora) {
		this.corpora = corpora;
	}

	/**
	 * Looks whether what a model learned is here.
	 * @param refusal makes a problem of why it is not
	 */
	public Corpus find(StoredModel model, Function<String, Problem> refusal) {
		Provenance.Corpus learned = model.provenance().corpus();
		if (learned == null || model.provenance().trainingCharacters() == null) {
			throw refusal.apply("it is not known what %s was trained on".formatted(model.reference()));
		}
		if (learned.characters() > LONGEST_CORPUS) {
			throw refusal.apply(String.format(Locale.ROOT, "the corpus has more than %,d characters", LONGEST_CORPUS));
		}
		try {
			Corpus corpus = this.corpora.find(new CorpusId(learned.id()));
			if (corpus.sha256().equals(learned.sha256())) {
				return corpus;
			}
		}
		catch (NotFoundException | IllegalArgumentException ex) {
			throw refusal.apply("the corpus that %s was trained on has been deleted".formatted(model.reference()));
		}
		throw refusal.apply("the corpus that %s was trained on is not here".formatted(model.reference()));
	}

	/**
	 * The end of what a model learned.
	 * @param alphabet the model's
	 * @param refusal makes a problem of why there is nothing to read
	 */
	public EncodedText read(StoredModel model, Alphabet alphabet, Function<String, Problem> refusal) {
		EncodedText text = this.corpora.read(find(model, refusal).id(), alphabet);
		EncodedText learned = learned(model, text, alphabet);
		return learned.slice(Math.max(0, learned.length() - MOST_CHARACTERS), learned.length());
	}

	private static EncodedText learned(StoredModel model, EncodedText text, Alphabet alphabet) {
		Hyperparameters hyperparameters = model.provenance().hyperparameters();
		if (hyperparameters != null && learnedCharacters(model) < text.length()
				&& hyperparameters.run().validationSplit() == ValidationSplit.DOCUMENTS) {
			return ValidationSplit.DOCUMENTS
				.cut(text, alphabet, hyperparameters.run().trainingLength(text.length()),
						hyperparameters.optimization().seed())
				.training();
		}
		return text.slice(0, (int) Math.min(text.length(), learnedCharacters(model)));
	}

	private static long learnedCharacters(StoredModel model) {
		return Objects.requireNonNull(model.provenance().trainingCharacters());
	}

}
