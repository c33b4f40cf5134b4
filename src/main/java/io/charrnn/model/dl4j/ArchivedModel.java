package io.charrnn.model.dl4j;

import java.util.Locale;

import io.charrnn.model.LanguageModel;
import io.charrnn.model.ParameterLayout;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ModelArchive} holds.
 *
 * @param updaterState the optimizer's moments as in a training state, or null if they are
 * left out
 * @param iteration updates the network has seen
 * @param epoch passes over the training text that were completed
 * @param provenanceJson how the model came to be: a JSON object whose members are the
 * caller's
 */
public record ArchivedModel(LanguageModel model, float @Nullable [] updaterState, long iteration, int epoch,
		String provenanceJson) {

	/** Written out, since javac 17 drops the array's annotation from a compact one. */
	public ArchivedModel(LanguageModel model, float @Nullable [] updaterState, long iteration, int epoch,
			String provenanceJson) {
		int length = new ParameterLayout(model.architecture()).length();
		if (updaterState != null && updaterState.length != 2L * length) {
			throw new IllegalArgumentException(String.format(Locale.ROOT,
					"%d values of updater state are needed, not %d", 2L * length, updaterState.length));
		}
		if (iteration < 0 || epoch < 0) {
			throw new IllegalArgumentException("iteration and epoch count from 0");
		}
		this.model = model;
		this.updaterState = updaterState;
		this.iteration = iteration;
		this.epoch = epoch;
		this.provenanceJson = provenanceJson;
	}

}
