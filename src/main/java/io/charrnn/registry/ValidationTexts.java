package io.charrnn.registry;

import java.util.Optional;

/** The texts that models did not learn from, though they come from the same corpus. */
public interface ValidationTexts {

	/**
	 * Reads the beginning of a model's validation part.
	 * @param characters most characters to read
	 * @return empty if there was none, its corpus is not stored any more, or its
	 * documents were drawn from all over the corpus
	 */
	Optional<String> beginning(Provenance provenance, int characters);

}
