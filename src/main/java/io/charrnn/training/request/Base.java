package io.charrnn.training.request;

import io.charrnn.corpus.Corpus;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.TrainingEngine;
import org.jspecify.annotations.Nullable;

/**
 * What a request's hyperparameters are laid over.
 *
 * @param hyperparameters complete
 * @param choice why they were chosen, or null where the request names a preset or none
 */
record Base(Hyperparameters hyperparameters, @Nullable String choice) {

	/**
	 * Those of the preset that a request names, in the precision that pays with an engine
	 * on this machine.
	 * @param auto chooses where the request leaves it to the service
	 */
	static Base of(NewTrainingJob request, TrainingEngine engine, Corpus corpus, AutoPreset auto) {
		WantedPreset wanted = request.presetOrUsual();
		if (wanted == WantedPreset.AUTO) {
			return auto.choose(request.overlay(), engine, corpus);
		}
		Hyperparameters preset = wanted.preset().hyperparameters();
		return new Base(preset.with(preset.optimization().withPrecision(engine.precision())), null);
	}
}
