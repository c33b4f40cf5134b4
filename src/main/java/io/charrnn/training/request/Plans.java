package io.charrnn.training.request;

import io.charrnn.corpus.Corpora;
import io.charrnn.corpus.Corpus;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.round.Cluster;
import io.charrnn.problem.NotFoundException;
import io.charrnn.training.run.Engines;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** Works out what requests come to, and refuses what could not be trained. */
@Component
class Plans {

	private final Corpora corpora;

	private final Engines engines;

	private final Predecessors predecessors;

	private final Bases bases;

	private final Admission admission;

	Plans(Corpora corpora, Engines engines, Predecessors predecessors, Bases bases, Admission admission) {
		this.corpora = corpora;
		this.engines = engines;
		this.predecessors = predecessors;
		this.bases = bases;
		this.admission = admission;
	}

	Plan of(NewTrainingJob request) {
		TrainingEngine engine = this.engines.find(request.engine());
		Corpus corpus = this.corpora.find(corpusId(request.corpus()));
		try {
			Base base = this.bases.of(request, engine, corpus);
			return (request.initializeFrom() != null) ? goOn(request, request.initializeFrom(), engine, base, corpus)
					: begin(request, engine, base, corpus);
		}
		catch (InvalidHyperparameterException ex) {
			throw HyperparametersOverlay.refused(ex);
		}
	}

	private static CorpusId corpusId(String id) {
		try {
			return new CorpusId(id);
		}
		catch (IllegalArgumentException ex) {
			throw new NotFoundException("corpus-not-found", "There is no corpus '%s'.".formatted(id));
		}
	}

	private Plan begin(NewTrainingJob request, TrainingEngine engine, Base base, Corpus corpus) {
		Hyperparameters hyperparameters = request.overlay().over(base.hyperparameters(), length(corpus));
		return plan(request, engine, base, corpus, null, hyperparameters, corpus.alphabetSize());
	}

	private Plan goOn(NewTrainingJob request, String reference, TrainingEngine engine, Base base, Corpus corpus) {
		Predecessor predecessor = this.predecessors.find(reference, corpus.alphabet());
		Hyperparameters hyperparameters = predecessor.hyperparameters(request, base.hyperparameters(), length(corpus));
		return plan(request, engine, base, corpus, predecessor, hyperparameters, predecessor.alphabet().size());
	}

	private Plan plan(NewTrainingJob request, TrainingEngine engine, Base base, Corpus corpus,
			@Nullable Predecessor predecessor, Hyperparameters hyperparameters, int alphabetSize) {
		engine.check(hyperparameters);
		Cluster cluster = request.cluster(engine, hyperparameters);
		long iterations = this.admission.admit(engine, hyperparameters, cluster, alphabetSize, corpus);
		return new Plan(engine, corpus, predecessor, hyperparameters, cluster,
				request.overlay().fitted(base.hyperparameters(), hyperparameters), base.choice(), alphabetSize,
				iterations);
	}

	private static int length(Corpus corpus) {
		return Math.toIntExact(corpus.characters());
	}

}
