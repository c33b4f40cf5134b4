package io.charrnn.registry;

import java.util.Optional;

/** The held-out parts of the corpora of models. */
public interface ValidationTexts {

	/**
	 * Reads the beginning of a model's validation part.
	 * @param characters most characters to read
	 * @return empty if there was none, its corpus is not stored any more, or its
	 * documents were drawn from all over the corpus
	 */
	Optional<String> beginning(Provenance provenance, int characters);

}
