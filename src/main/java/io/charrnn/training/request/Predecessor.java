package io.charrnn.training.request;

import java.util.Locale;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.Normalization;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.TrainingState;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.registry.StoredModel;

/** A model that a new job continues from. */
final class Predecessor {

	private final StoredModel model;

	private final Alphabet alphabet;

	/**
	 * Prepares to continue.
	 * @param model what the registry knows of the model
	 * @param known the model's characters
	 * @param characters those of the text to learn from
	 */
	Predecessor(StoredModel model, Alphabet known, Alphabet characters) {
		this.model = model;
		this.alphabet = extend(known, characters);
	}

	/** What the registry knows of the model. */
	StoredModel model() {
		return this.model;
	}

	/** The model's characters, then those that are new in the text. */
	Alphabet alphabet() {
		return this.alphabet;
	}

	/**
	 * The hyperparameters of a job that continues from here. Whatever the request leaves
	 * open about the network is taken from the model.
	 * @param base what they are laid over
	 * @param characters N of the corpus
	 * @throws UnprocessableException if the request wants another network
	 */
	Hyperparameters hyperparameters(NewTrainingJob request, Hyperparameters base, int characters) {
		Architecture has = this.model.architecture();
		NetworkOptions network = request.namesNetwork() ? base.network().withNormalization(has.normalization())
				: NetworkOptions.of(has).withDropout(base.network().dropout());
		Hyperparameters result = request.overlay().over(base.with(network), characters);
		NetworkOptions wanted = result.network();
		if (wanted.cell() != has.cell() || wanted.layers() != has.layers() || wanted.hiddenSize() != has.hiddenSize()
				|| wanted.normalization() != has.normalization()) {
			throw new UnprocessableException("architecture-mismatch", String.format(Locale.ROOT,
					("%s is an %s with %d layers of hiddenSize %d and normalization %s, but the job asks for an %s "
							+ "with %d layers of hiddenSize %d and normalization %s; leave out preset, cell, "
							+ "layers, hiddenSize and normalization to use the model's"),
					this.model.reference(), has.cell(), has.layers(), has.hiddenSize(), name(has.normalization()),
					wanted.cell(), wanted.layers(), wanted.hiddenSize(), name(wanted.normalization())))
				.with("field", "initializeFrom")
				.with("value", this.model.reference());
		}
		return result;
	}

	private static String name(Normalization normalization) {
		return normalization.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The model with which the job begins: the same weights, and freshly drawn ones where
	 * there are new characters.
	 * @param before the model with its weights
	 */
	LanguageModel extended(LanguageModel before, Hyperparameters hyperparameters) {
		if (this.alphabet.size() == before.alphabet().size()) {
			return before;
		}
		Architecture architecture = hyperparameters.network().architecture(this.alphabet.size());
		float[] grown = TrainingState.initial(architecture, hyperparameters).parameters();
		takeOver(before, architecture, grown);
		return new LanguageModel(architecture, this.alphabet, grown);
	}

	private static void takeOver(LanguageModel before, Architecture architecture, float[] grown) {
		float[] old = before.parameters();
		ParameterLayout from = new ParameterLayout(before.architecture());
		ParameterLayout to = new ParameterLayout(architecture);
		int oldRows = before.architecture().alphabetSize();
		int columns = architecture.cell().gates() * architecture.hiddenSize();
		for (int column = 0; column < columns; column++) {
			System.arraycopy(old, from.inputWeights(0) + column * oldRows, grown,
					to.inputWeights(0) + column * architecture.alphabetSize(), oldRows);
		}
		int inner = from.outputWeights() - from.recurrentWeights(0);
		System.arraycopy(old, from.recurrentWeights(0), grown, to.recurrentWeights(0), inner);
		System.arraycopy(old, from.outputWeights(), grown, to.outputWeights(), architecture.hiddenSize() * oldRows);
		System.arraycopy(old, from.outputBias(), grown, to.outputBias(), oldRows);
	}

	private static Alphabet extend(Alphabet known, Alphabet characters) {
		try {
			return known.extendedBy(characters);
		}
		catch (IllegalArgumentException ex) {
			throw new UnprocessableException("alphabet-too-large",
					String.format(Locale.ROOT,
							"The model knows %,d characters and the corpus has %,d; together they may have at most %,d",
							known.size(), characters.size(), Alphabet.MAX_SIZE));
		}
	}

}
