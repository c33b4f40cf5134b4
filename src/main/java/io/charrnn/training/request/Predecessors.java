package io.charrnn.training.request;

import java.util.function.Function;

import io.charrnn.model.Alphabet;
import io.charrnn.model.LanguageModel;
import io.charrnn.registry.ModelMemory;
import io.charrnn.registry.Models;
import io.charrnn.registry.StoredModel;

import org.springframework.stereotype.Component;

/** The models that new jobs may continue from. */
@Component
class Predecessors {

	/**
	 * What a job's first checkpoint takes of the heap for each of its parameters: two
	 * copies of the weights with Adam's moments, while they grow or are written.
	 */
	private static final long BYTES_OF_PARAMETER = 16;

	private final Models models;

	private final ModelMemory memory;

	Predecessors(Models models, ModelMemory memory) {
		this.models = models;
		this.memory = memory;
	}

	/**
	 * Finds a model, without its weights.
	 * @param reference what the request calls it
	 * @param characters those of the text to learn from
	 */
	Predecessor find(String reference, Alphabet characters) {
		StoredModel stored = this.models.find(reference);
		return new Predecessor(stored, this.models.alphabet(stored), characters);
	}

	/**
	 * Reads the weights that a job begins with, as soon as there is memory for them.
	 * @param plan of a job that continues from a model
	 * @param work what to do with them, while they take that memory
	 */
	<T> T load(Plan plan, Predecessor predecessor, Function<LanguageModel, T> work) {
		return this.memory.within(BYTES_OF_PARAMETER * plan.architecture().parameterCount(),
				() -> work.apply(predecessor.extended(this.models.load(predecessor.model()), plan.hyperparameters())));
	}

}
