package io.charrnn.training.run;

import io.charrnn.corpus.Corpus;
import io.charrnn.registry.Provenance;
import io.charrnn.training.TrainingJob;
import org.jspecify.annotations.Nullable;

/** Says how the models of training jobs came to be. */
final class Provenances {

	private Provenances() {
	}

	/**
	 * Describes a model.
	 * @param training characters of the training part
	 */
	static Provenance of(TrainingJob job, Corpus corpus, long training, RunState state, Platform platform,
			@Nullable String library) {
		return new Provenance(false, job.id().value(),
				new Provenance.Corpus(corpus.id().value(), corpus.name(), corpus.sha256(), corpus.characters()),
				training, corpus.characters() - training, job.initializeFrom(), job.hyperparameters(), job.engine(),
				job.threads(), state.iteration(), state.trainingLoss(), state.validationLoss(), state.trainingTime(),
				platform.programVersion(), platform.jvm(), platform.cpu(), library, job.cluster());
	}

}
