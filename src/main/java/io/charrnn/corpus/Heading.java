package io.charrnn.corpus;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a document beside its text.
 *
 * @param label what it is, such as a language or an author, or null
 * @param name what it is called, such as a file's name, or null
 */
record Heading(@Nullable String label, @Nullable String name) {

	static final Heading NONE = new Heading(null, null);

}
