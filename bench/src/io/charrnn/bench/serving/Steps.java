package io.charrnn.bench.serving;

import io.charrnn.model.Sampler;
import io.charrnn.model.Sampling;

/**
 * Some texts that a program writes side by side: each step computes the logits of all,
 * chooses a character of each and reads it.
 */
abstract class Steps {

	private final Sampler sampler;

	/** {@code [rows]}: what each text reads next. */
	private final int[] characters;

	private long position;

	Steps(Network network, int rows) {
		this.sampler = new Sampler(Sampling.temperature(1), network.architecture().alphabetSize());
		this.characters = new int[rows];
	}

	final void step() {
		read(this.characters);
		for (int row = 0; row < this.characters.length; row++) {
			this.characters[row] = this.sampler.choose(logits(row), row, this.position);
		}
		this.position++;
	}

	/** Reads a character of each text and computes the logits after it. */
	abstract void read(int[] read);

	/** {@code [V]}: of a text. */
	abstract float[] logits(int row);

}
