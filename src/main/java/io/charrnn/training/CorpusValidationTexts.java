package io.charrnn.training;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.charrnn.corpus.Corpora;
import io.charrnn.corpus.Corpus;
import io.charrnn.corpus.CorpusId;
import io.charrnn.problem.NotFoundException;
import io.charrnn.registry.Provenance;
import io.charrnn.registry.ValidationTexts;

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
		Long from = provenance.trainingCharacters();
		Provenance.Corpus learned = provenance.corpus();
		if (learned == null || from == null || from >= learned.characters()) {
			return Optional.empty();
		}
		return find(learned)
			.map((corpus) -> new String(this.corpora.text(corpus, from, characters), StandardCharsets.UTF_8));
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
