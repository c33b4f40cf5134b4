package io.charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;

/** A text that comes with the service. */
interface Sample {

	String name();

	String description();

	/** About how many characters it has. */
	long characters();

	/** Its UTF-8, the same each time. */
	InputStream open() throws IOException;

}
