package io.charrnn.training;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.charrnn.corpus.Corpora;
import io.charrnn.corpus.Corpus;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.ValidationSplit;
import io.charrnn.problem.NotFoundException;
import io.charrnn.registry.Provenance;
import io.charrnn.registry.ValidationTexts;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** Reads validation parts from the corpora that are still there. */
@Component
class CorpusValidationTexts implements ValidationTexts {

	private final Corpora corpora;

	CorpusValidationTexts(Corpora corpora) {
		this.corpora = corpora;
	}

	@Override
	public Optional<String> beginning(Provenance provenance, int characters) {
		if (provenance.validationCorpus() != null) {
			return find(provenance.validationCorpus()).map((corpus) -> text(corpus, 0, characters));
		}
		Long from = provenance.trainingCharacters();
		Provenance.Corpus learned = provenance.corpus();
		if (learned == null || from == null || from >= learned.characters()) {
			return Optional.empty();
		}
		return isDrawn(provenance.hyperparameters()) ? Optional.empty()
				: find(learned).map((corpus) -> text(corpus, from, characters));
	}

	private String text(Corpus corpus, long from, int characters) {
		return new String(this.corpora.text(corpus, from, characters), StandardCharsets.UTF_8);
	}

	/** Documents that were drawn are all over the corpus. */
	private static boolean isDrawn(@Nullable Hyperparameters hyperparameters) {
		return hyperparameters != null && hyperparameters.run().validationSplit() == ValidationSplit.DOCUMENTS;
	}

	/** An imported model may name a corpus of another service. */
	private Optional<Corpus> find(Provenance.Corpus learned) {
		try {
			Corpus corpus = this.corpora.find(new CorpusId(learned.id()));
			return corpus.sha256().equals(learned.sha256()) ? Optional.of(corpus) : Optional.empty();
		}
		catch (NotFoundException | IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

}
