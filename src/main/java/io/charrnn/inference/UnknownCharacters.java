package io.charrnn.inference;

/** What to do with characters that a model does not know. */
public enum UnknownCharacters {

	/** Refuse the text. */
	ERROR,

	/** Read the text as if they were not there. */
	SKIP

}
