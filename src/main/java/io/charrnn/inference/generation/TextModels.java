package io.charrnn.inference.generation;

import io.charrnn.inference.pattern.Patterns;
import io.charrnn.inference.serving.InferenceSettings;
import io.charrnn.inference.serving.MixedModels;
import io.charrnn.inference.serving.Requests;

import org.springframework.stereotype.Service;

/** The models with which other modules generate text. */
@Service
public class TextModels {

	private final MixedModels models;

	private final Requests requests;

	private final Patterns patterns;

	private final InferenceSettings settings;

	TextModels(MixedModels models, Requests requests, Patterns patterns, InferenceSettings settings) {
		this.models = models;
		this.requests = requests;
		this.patterns = patterns;
		this.settings = settings;
	}

	/**
	 * Finds a model and loads it if it is not in memory.
	 * @param reference a name for its newest version, {@code name:version}, or a
	 * checkpoint's id
	 * @throws io.charrnn.problem.NotFoundException if there is none
	 */
	public TextModel find(String reference) {
		return new TextModel(this.models.get(reference, null), this.models, this.requests, this.patterns,
				this.settings);
	}

}
