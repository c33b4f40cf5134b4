package io.charrnn.training.request;

import io.charrnn.corpus.Corpus;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.TrainingEngine;

import org.springframework.stereotype.Component;

/**
 * What the hyperparameters of requests are laid over: those of a preset, in the precision
 * that pays with an engine on this machine.
 */
@Component
class Bases {

	private final AutoPreset auto;

	Bases(AutoPreset auto) {
		this.auto = auto;
	}

	Base of(NewTrainingJob request, TrainingEngine engine, Corpus corpus) {
		WantedPreset wanted = request.presetOrUsual();
		if (wanted == WantedPreset.AUTO) {
			return this.auto.choose(request.overlay(), engine, corpus);
		}
		Hyperparameters preset = wanted.preset().hyperparameters();
		return new Base(preset.with(preset.optimization().withPrecision(engine.precision())), null);
	}

}
