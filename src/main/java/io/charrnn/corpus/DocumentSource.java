package io.charrnn.corpus;

import java.io.IOException;

/** Documents that are to be read once. */
interface DocumentSource {

	/**
	 * Reads all of them.
	 * @param sink takes them, and their end
	 * @param maxBytes the most bytes of their texts
	 */
	void read(TextSink sink, long maxBytes) throws IOException;

}
