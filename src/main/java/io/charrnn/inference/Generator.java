package io.charrnn.inference;

import java.util.Arrays;

import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.model.Alphabet;
import io.charrnn.model.Sampler;
import io.charrnn.model.kernel.TextReader;
import org.jspecify.annotations.Nullable;

/** Writes one text, character by character. */
final class Generator {

	private final Alphabet alphabet;

	private final TextReader reader;

	private final Sampler sampler;

	private final StopStrings stop;

	private final int maxCharacters;

	private final long seed;

	/** The text in code points. */
	private int[] text = new int[64];

	private int length;

	private int taken;

	private int generated;

	private @Nullable FinishReason finishReason;

	/**
	 * Begins a text.
	 * @param model what writes
	 * @param prompt what was read before; not changed
	 * @param settings how to write
	 * @param seed of this text
	 */
	Generator(LoadedModel model, TextReader prompt, GenerationSettings settings, long seed) {
		this.alphabet = model.alphabet();
		this.reader = prompt.fork();
		this.sampler = new Sampler(settings.sampling(), this.alphabet.size());
		this.stop = settings.stop();
		this.maxCharacters = settings.maxCharacters();
		this.seed = seed;
	}

	/** Writes one more character; false if it was the last one. */
	boolean advance() {
		int index = this.sampler.choose(this.reader.logits(), this.seed, this.generated++);
		append(this.alphabet.characterAt(index));
		int stopLength = this.stop.atEnd(this.text, this.length);
		if (stopLength > 0) {
			this.length -= stopLength;
			this.finishReason = FinishReason.STOP;
		}
		else if (this.generated == this.maxCharacters) {
			this.finishReason = FinishReason.LENGTH;
		}
		else {
			this.reader.read(index);
		}
		return this.finishReason == null;
	}

	/** What is certain to belong to the text and was not taken before. */
	String take() {
		int held = (this.finishReason == null) ? this.stop.begunAtEnd(this.text, this.length) : 0;
		int from = this.taken;
		this.taken = this.length - held;
		return new String(this.text, from, this.taken - from);
	}

	/** Why the text ended, or null if it goes on. */
	@Nullable FinishReason finishReason() {
		return this.finishReason;
	}

	/** Characters written, those of a stop string among them. */
	int generated() {
		return this.generated;
	}

	private void append(int character) {
		if (this.length == this.text.length) {
			this.text = Arrays.copyOf(this.text, 2 * this.length);
		}
		this.text[this.length++] = character;
	}

}
