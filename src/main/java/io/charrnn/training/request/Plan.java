package io.charrnn.training.request;

import java.util.List;

import io.charrnn.corpus.Corpus;
import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.round.Cluster;
import io.charrnn.training.Fitted;
import io.charrnn.training.run.CorpusSplit;
import org.jspecify.annotations.Nullable;

/**
 * What a request for a job comes to.
 *
 * @param validationCorpus what it is validated on, or null for a part of the corpus
 * @param predecessor what training continues from, or null
 * @param hyperparameters complete, and fitted to the corpus
 * @param cluster how training is split over members, or null
 * @param choice why the preset auto chose them, or null for another preset
 * @param alphabetSize V
 * @param iterations that the limits allow, or 0 if only time is limited
 */
record Plan(TrainingEngine engine, Corpus corpus, @Nullable Corpus validationCorpus, @Nullable Predecessor predecessor,
		Hyperparameters hyperparameters, @Nullable Cluster cluster, List<Fitted> fitted, @Nullable String choice,
		int alphabetSize, long iterations) {

	Architecture architecture() {
		return this.hyperparameters.network().architecture(this.alphabetSize);
	}

	/** What is learned and what it is validated on. */
	CorpusSplit texts() {
		return CorpusSplit.of(this.hyperparameters.run(), this.corpus, this.validationCorpus);
	}

}
