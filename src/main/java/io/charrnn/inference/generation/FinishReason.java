package io.charrnn.inference.generation;

/** Why a text ended. */
public enum FinishReason {

	/** A stop string came. */
	STOP,

	/** The model ended the document. */
	END,

	/** It has as many characters as were asked for. */
	LENGTH,

	/**
	 * It matches the pattern or the schema, or is one of the choices, and nothing more is
	 * allowed, or the model chose what is not.
	 */
	PATTERN

}
