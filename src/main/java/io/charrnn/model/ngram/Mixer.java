package io.charrnn.model.ngram;

import org.jspecify.annotations.Nullable;

/**
 * What a network says about one text, perhaps mixed with what others say. Is told each
 * character of the text once, in order.
 */
public interface Mixer {

	/** The network alone. */
	Mixer NONE = new Mixer() {

		@Override
		public boolean learns() {
			return false;
		}

		@Override
		public float[] mix(float[] logits) {
			return logits;
		}

		@Override
		public void read(int character) {
		}

		@Override
		public Mixer copy() {
			return this;
		}

		@Override
		public @Nullable MixtureState state() {
			return null;
		}

	};

	/**
	 * Whether what it says depends on the characters that it has read and on what the
	 * network said about them.
	 */
	boolean learns();

	/**
	 * Mixes what the network says about the next character.
	 * @param logits {@code [V]}: not changed
	 * @return {@code [V]}: logits; valid until the next call
	 */
	float[] mix(float[] logits);

	/**
	 * Takes the next character, after {@link #mix} unless nobody asked for it.
	 * @param character its index
	 */
	void read(int character);

	/** The same for a text that goes its own way from here. */
	Mixer copy();

	/** What is needed to continue later, or null if it is nothing. */
	@Nullable MixtureState state();

}
