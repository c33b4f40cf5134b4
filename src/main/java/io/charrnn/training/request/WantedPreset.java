package io.charrnn.training.request;

/** The preset named in a request. */
public enum WantedPreset {

	/** What is best for the text and the time on this machine. */
	AUTO,

	TINY,

	SMALL,

	BASE,

	LARGE;

	/**
	 * The preset of this name.
	 * @throws IllegalArgumentException for {@link #AUTO}, which is none by itself
	 */
	Preset preset() {
		return Preset.valueOf(name());
	}

}
