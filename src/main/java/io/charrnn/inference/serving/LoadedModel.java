package io.charrnn.inference.serving;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.step.Stepper;

/**
 * A model in memory, which any number of requests may use at once.
 *
 * @param reference what names exactly this model: {@code name:version} or a checkpoint
 * @param alphabet the characters it knows
 * @param stepper its weights
 * @param fingerprint equal fingerprints and equal requests give equal answers: a digest
 * of the weights and of the program's version
 */
public record LoadedModel(String reference, Alphabet alphabet, Stepper stepper, String fingerprint) {

	/** What the network is. */
	public Architecture architecture() {
		return this.stepper.architecture();
	}

}
