package io.charrnn.inference.serving;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.ngram.CorpusNgrams;
import io.charrnn.model.ngram.Mixer;
import io.charrnn.model.ngram.Mixture;
import io.charrnn.model.ngram.MixtureState;
import io.charrnn.model.step.Stepper;
import org.jspecify.annotations.Nullable;

/**
 * A model in memory, which any number of requests may use at the same time.
 *
 * @param reference what names exactly this model: {@code name:version} or a checkpoint
 * @param fingerprint equal fingerprints and equal requests give equal answers: a digest
 * of the weights and of the program's version
 * @param ngrams of what it learned, to be mixed with; or null for the network alone
 */
public record LoadedModel(String reference, Alphabet alphabet, Stepper stepper, String fingerprint,
		@Nullable CorpusNgrams ngrams) {

	/** The network alone. */
	public LoadedModel(String reference, Alphabet alphabet, Stepper stepper, String fingerprint) {
		this(reference, alphabet, stepper, fingerprint, null);
	}

	/** What the network is. */
	public Architecture architecture() {
		return this.stepper.architecture();
	}

	/** Begins a text. */
	public Mixer mixer() {
		return (this.ngrams != null) ? Mixture.begin(this.ngrams, this.alphabet.size()) : Mixer.NONE;
	}

	/**
	 * Goes on with a text.
	 * @throws IllegalStateException if the model is not mixed with n-grams
	 */
	public Mixer mixer(MixtureState state) {
		if (this.ngrams == null) {
			throw new IllegalStateException(this.reference + " is not mixed with n-grams");
		}
		return Mixture.resume(this.ngrams, this.alphabet.size(), state);
	}

	/** Whether its predictions are mixed with n-grams. */
	public boolean isMixed() {
		return this.ngrams != null;
	}

}
