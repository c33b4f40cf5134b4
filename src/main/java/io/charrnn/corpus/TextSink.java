package io.charrnn.corpus;

import java.io.IOException;
import java.nio.CharBuffer;

/** Takes a text in pieces, none of which ends within a code point. */
interface TextSink {

	/** Takes all of the next piece. */
	void accept(CharBuffer text) throws IOException;

	/**
	 * Takes the beginning of a document, which ends where the next one begins. Not where
	 * the text is a part of a document, or is yet to be split.
	 */
	default void begin(Heading heading) throws IOException {
		throw new IllegalStateException("a document within a text that has none");
	}

	/** Takes the end of the text. */
	void finish() throws IOException;

}
