package io.charrnn.corpus;

/** What happens to the characters of an uploaded text. */
enum Normalization {

	/** Canonical composition (Unicode Standard Annex 15): one form for equal texts. */
	NFC,

	/** They stay as they are. */
	NONE

}
