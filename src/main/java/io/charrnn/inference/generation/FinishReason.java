package io.charrnn.inference.generation;

/** Why a text ended. */
public enum FinishReason {

	/** A stop string came. */
	STOP,

	/** It has as many characters as were asked for. */
	LENGTH,

	/**
	 * It matches the pattern, and the pattern allows nothing more or the model left it.
	 */
	PATTERN

}
