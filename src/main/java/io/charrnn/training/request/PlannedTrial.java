package io.charrnn.training.request;

import io.charrnn.corpus.Corpus;
import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import org.jspecify.annotations.Nullable;

/**
 * A trial of a search before it starts.
 *
 * @param engine name of what trains it
 * @param hyperparameters complete, and fitted to the corpus
 * @param choice why the preset auto chose them, or null
 */
public record PlannedTrial(String engine, Corpus corpus, Hyperparameters hyperparameters, @Nullable String choice) {

	/** The network. */
	public Architecture architecture() {
		return this.hyperparameters.network().architecture(this.corpus.alphabetSize());
	}

}
