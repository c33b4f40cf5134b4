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
	 * @param separate what it was validated on, or null for a part of the corpus
	 * @param training characters of the training part
	 * @param validation characters of the validation part
	 */
	static Provenance of(TrainingJob job, Corpus corpus, @Nullable Corpus separate, long training, long validation,
			RunState state, Platform platform, @Nullable String library) {
		return new Provenance(false, job.id().value(), described(corpus), training, validation, job.initializeFrom(),
				job.hyperparameters(), job.engine(), job.threads(), state.iteration(), state.trainingLoss(),
				state.validationLoss(), state.trainingTime(), platform.programVersion(), platform.jvm(), platform.cpu(),
				library, job.cluster(), (separate != null) ? described(separate) : null);
	}

	private static Provenance.Corpus described(Corpus corpus) {
		return new Provenance.Corpus(corpus.id().value(), corpus.name(), corpus.sha256(), corpus.characters());
	}

}
