package io.charrnn.training.request;

import io.charrnn.model.Alphabet;
import io.charrnn.registry.Models;
import io.charrnn.registry.StoredModel;

import org.springframework.stereotype.Component;

/** The models that new jobs may go on from. */
@Component
class Predecessors {

	private final Models models;

	Predecessors(Models models) {
		this.models = models;
	}

	/**
	 * Finds a model and reads its weights.
	 * @param reference what the request calls it
	 * @param characters those of the text to learn from
	 */
	Predecessor find(String reference, Alphabet characters) {
		StoredModel stored = this.models.find(reference);
		return new Predecessor(stored.reference(), this.models.load(stored), characters);
	}

}
