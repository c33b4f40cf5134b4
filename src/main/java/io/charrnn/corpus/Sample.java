package io.charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;

/** A text that comes with the service. */
interface Sample {

	String name();

	String description();

	/** About how many characters it has. */
	long characters();

	/** Whether it is of documents, as JSON Lines with the fields text and label. */
	default boolean isJsonLines() {
		return false;
	}

	/** Its UTF-8, the same each time. */
	InputStream open() throws IOException;

}
